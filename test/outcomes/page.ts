/** Writes the combinations as the page docs/outcomes.md. */
import { bodyForms, outcomeOf, plainSetting, type Setting, settings, statuses } from "./combinations.js";

const head = `# What a response means

<!-- Written by \`npx vitest run outcomes -u\` from what the client decides. Do not edit. -->

The client says \`deleted\` or \`unassigned\`, whichever the operation does, only where this page says so. Everything else is
an error, whose \`outcome\` says what is known about the credential: \`refused\` (the server responded and did not act) or
\`unknown\` (look before you act). The tables show \`unassignGroupApiKey\`; the other operations differ only in which codes mean
that the target itself is not there.

The class of an error follows its status: 400 \`BadRequestError\`, 401 \`AuthenticationError\`, 403 \`PermissionError\`, 404
\`NotFoundError\`, 429 \`RateLimitError\`, other 4xx \`ApiError\`, 5xx \`ServerError\`, everything below 400
\`UnexpectedResponseError\`. \`as 404\` means that the envelope's status counts and not HTTP's.
`;

/** The whole page. */
export async function outcomesPage(): Promise<string> {
  const parts = [head, "## The first attempt\n", await table(plainSetting)];
  for (const setting of settings.slice(1)) {
    const rows = await differences(setting);
    parts.push(`## What changes: ${setting.name}\n`);
    if (setting.doubt) parts.push("Each `refused` is `unknown`: the earlier attempt may have succeeded. Besides:\n");
    parts.push(rows);
  }
  return `${parts.join("\n")}`;
}

async function table(setting: Setting): Promise<string> {
  const lines = [
    row(["body", ...statuses.map(([name]) => `HTTP ${name}`)]),
    row(["body", ...statuses].map(() => "---")),
  ];
  for (const body of bodyForms) {
    const cells = await Promise.all(statuses.map(([, status]) => outcomeOf(body, status, setting)));
    lines.push(row([body.name, ...cells.map(emphasised)]));
  }
  return `${lines.join("\n")}\n`;
}

async function differences(setting: Setting): Promise<string> {
  const lines = [row(["body", "HTTP", "first attempt", setting.name]), row(["---", "---", "---", "---"])];
  for (const body of bodyForms) {
    for (const [name, status] of statuses) {
      const [before, after] = [await outcomeOf(body, status, plainSetting), await outcomeOf(body, status, setting)];
      const expected = setting.doubt ? before.replace("refused", "unknown") : before;
      if (after !== expected) lines.push(row([body.name, name, emphasised(before), emphasised(after)]));
    }
  }
  return `${lines.join("\n")}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function emphasised(cell: string): string {
  return /^(deleted|unassigned|already-gone)/.test(cell) ? `**${cell}**` : cell;
}
