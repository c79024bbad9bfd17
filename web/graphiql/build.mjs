// Bundles GraphiQL into the API's own assets, with the licences of everything that is in it.
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const OUT = process.argv[2] ?? '../../api/chatbookr_api/assets/graphiql';

const made = await build({
  entryPoints: { graphiql: 'src/main.jsx' },
  bundle: true,
  minify: true,
  format: 'iife',
  jsx: 'automatic',
  target: 'es2020',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  loader: { '.svg': 'dataurl', '.woff2': 'dataurl' },
  outdir: OUT,
  metafile: true,
});

const homes = new Set();
for (const input of Object.keys(made.metafile.inputs)) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) homes.add(found[1]);
}
const notices = [...homes].sort().map((home) => {
  const { name, version, license } = JSON.parse(readFileSync(join(home, 'package.json')));
  const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(home, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
const head = 'graphiql.js and graphiql.css are built by web/graphiql from these packages.\n';
writeFileSync(join(OUT, 'LICENSES.txt'), [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
