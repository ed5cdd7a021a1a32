// Values that must agree with something else in the document: a default and a header's example with their schema, an
// example's ids with the parameters' examples.

/** Defaults and header examples have the type, bounds and pattern of their schema. */
export function valuesFit() {
  const check = (value, schema, what, location, report) => {
    const misfit = misfitOf(value, schema);
    if (misfit) report({ message: `${what} ${JSON.stringify(value)} ${misfit}.`, location });
  };
  return {
    Schema(schema, { location, report }) {
      if (schema.default !== undefined)
        check(schema.default, schema, "The default", location.child(["default"]), report);
      if (schema.pattern !== undefined && !compiles(schema.pattern)) {
        report({
          message: `The pattern ${schema.pattern} is no regular expression.`,
          location: location.child(["pattern"]),
        });
      }
    },
    Header(header, { location, report }) {
      check(header.example, header.schema ?? {}, "The example", location.child(["example"]), report);
    },
  };
}

function misfitOf(value, { type, minimum, maximum, pattern }) {
  const actual = Number.isInteger(value) ? "integer" : typeof value;
  if (type !== undefined && actual !== type) return `is of type ${actual}, not ${type}`;
  if (value < minimum) return `is below the minimum ${minimum}`;
  if (value > maximum) return `is above the maximum ${maximum}`;
  if (pattern !== undefined && compiles(pattern) && !new RegExp(pattern, "u").test(value))
    return `doesn't match ${pattern}`;
}

function compiles(pattern) {
  try {
    return Boolean(new RegExp(pattern, "u"));
  } catch {
    return false;
  }
}

const id = /(?<![0-9a-z])(?:mdb_sa_id_)?[0-9a-f]{24}(?![0-9a-z])/gi;
const secret = /mdb_sa_sk_\w+/;

/** All ids in examples are those of the parameters' examples, which differ from each other; no example holds a secret. */
export function examplesAgree() {
  const known = new Map();
  const used = [];
  return {
    Parameter(parameter, { location, report }) {
      if (parameter.in !== "path") return;
      const other = known.get(parameter.example);
      const place = location.child(["example"]);
      if (other)
        report({ message: `${parameter.name} has the same example as ${other.name}.`, location: [place, other.place] });
      known.set(parameter.example, { name: parameter.name, place });
    },
    Example({ value }, { location }) {
      used.push([JSON.stringify(value ?? ""), location.child(["value"])]);
    },
    Schema({ examples }, { location }) {
      if (examples) used.push([JSON.stringify(examples), location.child(["examples"])]);
    },
    Root: {
      leave(_root, { report }) {
        for (const [text, location] of used) {
          if (secret.test(text)) report({ message: "The example holds a secret's value.", location });
          for (const [found] of text.matchAll(id)) {
            if (!known.has(found))
              report({ message: `The example's id ${found} is no parameter's example.`, location });
          }
        }
      },
    },
  };
}
