// `npm run generate:outcomes`: writes docs/outcomes.md, the table of what each answer means, from the code that decides.
import { writeFile } from "node:fs/promises";
import { outcomesPage } from "./outcomes/page.js";

await writeFile(new URL("../docs/outcomes.md", import.meta.url), await outcomesPage());
console.log("wrote docs/outcomes.md");
