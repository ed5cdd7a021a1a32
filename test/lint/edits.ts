// Edits of the document's files, in memory. An edit that doesn't apply throws: a mistake that was never planted
// would count as one that nobody makes.

/** The document's files, by their path below spec/. */
export type Files = Map<string, string>;

/** Edits the files and says which of them a message should point at. */
export type Edit = (files: Files) => string;

/** What is wrong, and how it is planted. */
export type Planted = readonly [what: string, edit: Edit];

/** Replaces the one place where `from` stands in `file`. */
export function change(file: string, from: string, to: string, pointsAt: string = file): Edit {
  return (files) => {
    const parts = textOf(files, file).split(from);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} × ${JSON.stringify(from)}, not 1`);
    files.set(file, parts.join(to));
    return pointsAt;
  };
}

/** Replaces the first of several places where `from` stands in `file`. */
export function changeFirst(file: string, from: string, to: string): Edit {
  return (files) => {
    const text = textOf(files, file);
    if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
    files.set(
      file,
      text.replace(from, () => to),
    );
    return file;
  };
}

/** Adds a file. */
export function add(file: string, text: string): Edit {
  return (files) => {
    if (files.has(file)) throw new Error(`${file} is there already`);
    files.set(file, text);
    return file;
  };
}

/** Does several edits; messages should point at the file of the last one. */
export function together(...edits: readonly [Edit, ...Edit[]]): Edit {
  return (files) => edits.map((edit) => edit(files)).at(-1) ?? "";
}

function textOf(files: Files, file: string): string {
  const text = files.get(file);
  if (text === undefined) throw new Error(`there is no ${file}`);
  return text;
}
