// Bundles the desk into the API's own assets: script, style, words by language, trusted documents, licences of all that is in it.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents.mjs';

const OUT = process.argv[2] ?? '../../api/chatbookr_api/assets/desk';
const DOCUMENTS = process.argv[3] ?? '../../api/chatbookr_api/desk_documents.json';

const KNOWN = 'src/gql/persisted-documents.json';

// What is loaded as it is needed is named by what is in it: a part that is not made any more would stay.
for (const part of existsSync(OUT) ? readdirSync(OUT).filter((one) => one.endsWith('.js')) : []) rmSync(join(OUT, part));

const made = await build({
  entryPoints: { desk: 'src/main.tsx' },
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  plugins: [documents(KNOWN)],
  minify: true,
  format: 'esm',
  jsx: 'automatic',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  outdir: OUT,
  metafile: true,
});

// What is said, language by language: each area of the desk keeps its own texts beside it.
mkdirSync(join(OUT, 'words'), { recursive: true });
const areas = readdirSync('src', { withFileTypes: true }).filter((one) => existsSync(join('src', one.name, 'words')));
const languages = new Set(areas.flatMap((one) => readdirSync(join('src', one.name, 'words'))));
for (const file of [...languages].sort()) {
  const texts = areas
    .map((one) => join('src', one.name, 'words', file))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(join(OUT, 'words', file), `${JSON.stringify(Object.assign({}, ...texts))}\n`);
}

writeFileSync(DOCUMENTS, readFileSync(KNOWN, 'utf8'));

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
const head = 'The scripts and the style beside this are built by web/desk from these packages.\n';
writeFileSync(join(OUT, 'LICENSES.txt'), [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
