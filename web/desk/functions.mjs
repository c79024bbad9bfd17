// Prints the desk's functions that have more lines than one takes in at a glance (`node functions.mjs LINES`), one a line.
import { parse } from '@babel/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod']);
const GENERATED = join('src', 'gql');

/** Call `see` for each node of a tree, with those it lies in. */
function walk(node, see, above = []) {
  if (typeof node?.type !== 'string') return;
  see(node, above);
  for (const part of Object.values(node).flat()) if (part && typeof part === 'object') walk(part, see, [node, ...above]);
}

/** What a function is called: by itself, or by what it was given to. */
function nameOf({ id, key }, [parent]) {
  return (id ?? key ?? parent?.id ?? parent?.key)?.name ?? 'a function';
}

function longIn(path, most) {
  const found = [];
  walk(parse(readFileSync(path, 'utf8'), { sourceType: 'module', plugins: ['typescript', 'jsx'] }).program, (node, above) => {
    const { start, end } = node.loc;
    const lines = end.line - start.line + 1;
    if (FUNCTIONS.has(node.type) && lines > most) found.push(`${path}:${start.line} ${nameOf(node, above)}: ${lines} lines`);
  });
  return found;
}

const most = Number(process.argv[2] ?? 30);
const sources = readdirSync('src', { recursive: true }).map((name) => join('src', name));
const ours = sources.filter((path) => /\.tsx?$/.test(path) && !path.startsWith(GENERATED)).sort();
for (const line of ours.flatMap((path) => longIn(path, most))) console.log(line);
