import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeErrorsPage } from './docs/errorsPage';
import { makeRulePages } from './docs/rulePages';
import { makeTemplatesPage } from './docs/templatesPage';

const DOCS = join(__dirname, '..', '..', 'docs');
const RULES = 'rules';

/** npm run docs -- [--check]: writes the generated pages of docs/; with --check it writes nothing and fails when one is not as it would be. */
function main(): void {
	const pages = new Map([['errors.md', makeErrorsPage()], ['templates.md', makeTemplatesPage()], ...[...makeRulePages()].map(([name, text]): [string, string] => [join(RULES, name), text])]);
	const changed = [...pages].filter(([name, text]) => !existsSync(join(DOCS, name)) || readFileSync(join(DOCS, name), 'utf8') !== text).map(([name]) => name);
	const stale = listRulePages().filter((name) => !pages.has(name));
	if (!process.argv.includes('--check')) return write(pages, changed, stale);
	if (changed.length + stale.length === 0) return;
	process.stderr.write(`Not what the code says: ${[...changed, ...stale.map((name) => `${name} (of no rule)`)].map((name) => `docs/${name}`).join(', ')}. Run \`npm run docs\` and commit.\n`);
	process.exitCode = 1;
}

/** The folder holds generated pages only: what no rule makes is of one that is gone. */
function listRulePages(): string[] {
	return existsSync(join(DOCS, RULES)) ? readdirSync(join(DOCS, RULES)).map((name) => join(RULES, name)) : [];
}

function write(pages: ReadonlyMap<string, string>, changed: string[], stale: string[]): void {
	for (const name of changed) {
		mkdirSync(dirname(join(DOCS, name)), { recursive: true });
		writeFileSync(join(DOCS, name), pages.get(name) ?? '');
	}
	for (const name of stale) rmSync(join(DOCS, name));
	process.stdout.write(`docs: ${pages.size} generated pages, ${changed.length} written, ${stale.length} removed.\n`);
}

main();
