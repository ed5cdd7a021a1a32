/** Peak memory of 20,000 and 100,000 targets, beside a bare loop of `fetch` over the same ones. */
import { runScript, startServer } from "./processes.js";
import { type Line, line } from "./report.js";

interface Measured {
  readonly revoked: number;
  readonly seconds: number;
  readonly peakMiB: number;
}

const [few, many] = [20_000, 100_000];

/** Measures the four processes, one after another. */
export async function memory(): Promise<readonly Line[]> {
  const bulkFew = await measure("bulk", few);
  const bulkMany = await measure("bulk", many);
  const bareMany = await measure("bare", many);
  const ratio = bulkMany.peakMiB / bareMany.peakMiB;
  const growth = bulkMany.peakMiB / bulkFew.peakMiB - 1;
  const text = (measured: Measured): string => `${measured.peakMiB.toFixed(0)} MiB in ${measured.seconds.toFixed(0)} s`;
  return [
    line(
      "memory: all revoked",
      [bulkFew, bulkMany, bareMany].map(({ revoked }) => revoked).join(", "),
      bulkFew.revoked === few && bulkMany.revoked === many && bareMany.revoked === many,
    ),
    line(
      "memory: peak at 100,000 against bare fetch",
      `${text(bulkMany)} against ${text(bareMany)}, ${ratio.toFixed(2)} ×`,
      ratio <= 1.4,
      "at most 1.4 ×",
    ),
    line(
      "memory: 100,000 against 20,000 targets",
      `${text(bulkMany)} against ${text(bulkFew)}, ${(100 * growth).toFixed(0)} %`,
      Math.abs(growth) <= 0.15,
      "within 15 %",
    ),
  ];
}

async function measure(mode: "bulk" | "bare", targets: number): Promise<Measured> {
  const server = await startServer({ targets });
  const { url, clientId, clientSecret } = server;
  try {
    return (await runScript("scripts/bulk-proof/memoryRun.js", {
      mode,
      targets,
      url,
      clientId,
      clientSecret,
    })) as Measured;
  } finally {
    server.stop();
  }
}
