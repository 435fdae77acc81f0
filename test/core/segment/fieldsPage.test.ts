import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATORS } from '../../../core/segment/condition';
import { SEGMENT_FIELDS } from '../../../core/segment/fields/registry';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'segment-fields.md'), 'utf8');
const rowsOf = (heading: string): string[] => (page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| ')).slice(1);

it('docs/segment-fields.md has a row for every field, as the registry has it', () => {
	expect(rowsOf('Fields')).toEqual([...SEGMENT_FIELDS.values()].map(({ key, title, kind, isWindowed, choices = [] }) => `| \`${key}\` | ${title} | ${kind} | ${isWindowed ? 'yes' : ''} | ${choices.join(', ')} |`));
});

it('docs/segment-fields.md has a row for every kind, with its operators', () => {
	expect(rowsOf('Kinds and operators').map((row) => [row.split(' | ')[0]?.slice(2), row.match(/`\w+`/g)?.map((name) => name.slice(1, -1))])).toEqual(Object.entries(OPERATORS));
});
