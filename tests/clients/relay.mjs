// Runs relay-compiler: its places are made first, and what it writes for bundlers is made fit for Node.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const generated = "src/relay/__generated__";
rmSync(generated, { recursive: true, force: true }); // what is there already is not put into the manifest again
mkdirSync(generated, { recursive: true });
writeFileSync("relay-documents.json", "{}\n");
execFileSync("relay-compiler", ["relay.config.json"], { stdio: "inherit" });
for (const name of readdirSync(generated)) {
  const path = `${generated}/${name}`;
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/(from '\.\/\w+\.graphql)'/g, "$1.js'")); // Node wants an import's ending
}
