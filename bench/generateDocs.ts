import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSES } from '../core/campaign/causes';
import { ERROR_TABLE } from '../core/shared/errorTable';
import { makeTemplatesPage } from './docs/templatesPage';

const DOCS = join(__dirname, '..', '..', 'docs');

const HEAD = `<!-- Made by \`npm run docs\` from core/shared/errorTable.ts and core/campaign/causes.ts. Edit those, not this file. -->

# Errors

Every error of the nodes has a code. It stands in brackets behind the next step. A code keeps its meaning; the sentence in
front of it names the item, the field or the place.

每个节点报错都带有一个代码，写在“下一步”之后的括号里。代码的含义保持不变；前面的句子会指出是哪一项、哪个字段或哪个位置。`;

const CAUSES_HEAD = `## Causes in the send log

Why a mail is not out, or not out yet. *Send Campaign* writes the cause into \`delivery.cause\`, the first level into
\`delivery.code\`. A part behind a colon says which one: \`compliance:footer-phone\`, \`suppressed:unsubscribe\`.`;

/** npm run docs -- [--check]: writes the generated pages; with --check it writes nothing and fails when one is not as it would be. */
function main(): void {
	const pages = [['errors.md', makeErrorsPage()], ['templates.md', makeTemplatesPage()]] as const;
	const changed = pages.filter(([name, text]) => !existsSync(join(DOCS, name)) || readFileSync(join(DOCS, name), 'utf8') !== text);
	for (const [name, text] of changed) {
		if (!process.argv.includes('--check')) writeFileSync(join(DOCS, name), text);
		process.stderr.write(`docs/${name} ${process.argv.includes('--check') ? 'is not what the code says. Run `npm run docs` and commit the file.' : 'is written.'}\n`);
	}
	if (process.argv.includes('--check') && changed.length > 0) process.exitCode = 1;
}

function makeErrorsPage(): string {
	const errors = Object.entries(ERROR_TABLE).map(([code, entry]) => makeErrorSection(code, entry));
	const causes = Object.entries(CAUSES).map(([cause, { code, message, nextStep }]) => row(`\`${cause}\``, code, message, nextStep));
	const causeTable = [row('Cause', 'Code', 'Meaning', 'Next step'), row('---', '---', '---', '---'), ...causes].join('\n');
	return `${[HEAD, '## Codes', ...errors, CAUSES_HEAD, causeTable].join('\n\n')}\n`;
}

type ErrorEntry = (typeof ERROR_TABLE)[keyof typeof ERROR_TABLE];

function makeErrorSection(code: string, { isRetryable, meaning, nextStep }: ErrorEntry): string {
	const retry = isRetryable ? 'May pass by itself: yes. 可重试：是。' : 'May pass by itself: no. 可重试：否。';
	const table = [row('', 'Meaning 含义', 'Next step 下一步'), row('---', '---', '---'), row('English', meaning.en, nextStep.en), row('中文', meaning.zh, nextStep.zh)];
	return `### ${code}\n\n${retry}\n\n${table.join('\n')}`;
}

/** One row of a Markdown table; a bar in a cell would end it. */
function row(...cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
}

main();
