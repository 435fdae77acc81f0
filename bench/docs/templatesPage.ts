import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { listTemplates, type LibraryEntry } from '../../core/template/library';
import { makeSample } from '../../core/template/sampleData';

const BRAND = { company: 'Lumen Home', postalAddress: '88 Wensan Road, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Hangzhou 310012, China', phone: '+86 571 5555 0100' };

const HEAD = `<!-- Made by \`npm run docs\` from core/template/templates and core/template/sampleData.ts. Edit those, not this file. -->

# Library templates

Thirteen templates: twelve for buyers and the mail that asks for consent (double opt-in). Each is written in ${LANGUAGES.length} languages
(${LANGUAGES.map(({ language, name }) => `${name} \`${language}\``).join(', ')}), from right to left where the language is, for light and dark screens from 320 px on.
Brand colour and logo come from the shop, the footer from its profile.

What a template shows stands in the item's \`data\`. Behind one of the presets named here it is there already; everything else
comes from your workflow (a *Set* node, or data shared by all buyers). What is missing is left out; only what stands under *Needs* must be there.

- **Money** is \`{ "amountMinor": 2490, "currency": "EUR" }\`: 24.90 euros. **Times** are milliseconds since 1970 (UTC). Both are written as the buyer's language does.
- **Products** may have \`name\`, \`url\`, \`imageUrl\`, \`price\`, \`oldPrice\`, \`lowestPrice30Days\`, \`stock\`, \`quantity\`. The old price is struck, and only shown when it is higher than the price.
  Stock is shown from 1 to 20. At most six products are listed.
- **An offer** (\`data.offer\`) may have \`title\`, \`text\`, \`code\`, \`discountPercent\`, \`minimum\`, \`startsAt\`, \`endsAt\`, \`url\`. An offer that ends at midnight is shown as valid until the day before.
- \`seasonal-promotion\` can also do without a discount, when \`data.products\` have prices. \`delivery-and-care\` goes behind *Fulfilment State* with the state *delivered*.
- Nothing is invented: no discount, no scarcity and no last day that the data doesn't have.
- Without an address of its own the button of a marketing mail leads to the shop's website; other mails have none then.`;

/** docs/templates.md: each template with what it needs, the presets that give it, and data to try it with. */
export function makeTemplatesPage(): string {
	const templates = listTemplates();
	const table = [row('Template', '模板', 'Purpose', 'Needs', 'Behind the preset'), row('---', '---', '---', '---', '---'), ...templates.map(tableRow)].join('\n');
	return `${[HEAD, table, ...templates.map(makeSection)].join('\n\n')}\n`;
}

function tableRow({ name, title, purpose, needs, presets }: LibraryEntry): string {
	return row(`[\`${name}\`](#${name})`, title.zh, purpose, code(needs) || 'nothing', code(presets) || (purpose === 'marketing' ? 'any audience, with your data' : '*Request Double Opt-In* sends it'));
}

function makeSection(entry: LibraryEntry): string {
	const { subject, preheader, data } = tryTemplate(entry.name);
	return `## ${entry.name}\n\n${entry.title.en}, for example: **${subject}** · ${preheader}\n\n\`\`\`json\n${inLines({ data })}\n\`\`\``;
}

/** One mail, and the part of the sample data that the template looked at. */
function tryTemplate(name: string): { subject: string; preheader: string; data: Record<string, unknown> } {
	const sample = makeSample('en');
	const read = new Set<string>();
	const watched = new Proxy(sample.data, { get: (data, key) => (typeof key === 'string' && read.add(key), Reflect.get(data, key)) });
	const { subject, preheader } = compileTemplate({ kind: 'library', name }, { brand: BRAND }).render({ buyer: sample.buyer, data: watched, unsubscribeUrl: 'https://preview.invalid/m' });
	return { subject, preheader, data: Object.fromEntries(Object.entries(sample.data).filter(([key]) => read.has(key))) };
}

/** JSON with amounts of money on one line. */
function inLines(value: unknown): string {
	return JSON.stringify(value, null, '  ').replace(/\{\s+("amountMinor": -?\d+),\s+("currency": "[A-Z]{3}")\s+\}/g, '{ $1, $2 }');
}

function code(names: readonly string[]): string {
	return names.map((name) => `\`${name}\``).join(', ');
}

function row(...cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
