import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkMail } from '../../core/compliance/checkMail';
import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { makeSample } from '../../core/template/sampleData';
import type { TextOverride } from '../../core/template/templateSource';
import { description } from '../../nodes/SegmentBuyers/actions/panel';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../support/mails';

interface ExampleNode {
	id: string;
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown> & { width?: number; height?: number; content?: string };
	credentials?: Record<string, { id: string }>;
}

interface Example {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const FOLDER = join(__dirname, '..', '..', 'workflows-examples');
const read = (file: string): Example => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;
const workflow = read('scheduled-repurchase.json');
const isNote = ({ type }: ExampleNode): boolean => type.endsWith('stickyNote');

describe('the scheduled repurchase example', () => {
	it('every connection leads to a node, every node but notes and triggers is reached', () => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		const targets = Object.values(workflow.connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(workflow.connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		expect(workflow.nodes.filter((node) => !isNote(node) && !node.type.endsWith('Trigger') && !targets.includes(node.name))).toEqual([]);
	});

	it('no node stands on another, and each stands whole on one note', () => {
		const box = ({ name, position: [x, y], parameters: { width = 100, height = 150 } }: ExampleNode) => ({ name, x, y, right: x + width, bottom: y + height });
		const nodes = workflow.nodes.filter((node) => !isNote(node)).map(box);
		const notes = workflow.nodes.filter(isNote).map(box);
		const overlap = (a: ReturnType<typeof box>, b: ReturnType<typeof box>): boolean => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
		expect([...nodes, ...notes].flatMap((a, index, all) => all.slice(index + 1).filter((b) => overlap(a, b) && notes.includes(a) === notes.includes(b)).map((b) => `${a.name} / ${b.name}`))).toEqual([]);
		for (const node of nodes) expect(notes.filter((note) => note.x <= node.x && note.right >= node.right && note.y <= node.y && note.bottom >= node.bottom)).toHaveLength(1);
	});

	it('uses the panel\'s own fields: repurchase due, two variants and a hold-out, as an audience', () => {
		const { parameters } = workflow.nodes.find(({ name }) => name === 'Segment Buyers') ?? { parameters: {} };
		expect(Object.keys(parameters).filter((name) => !description.some((property) => property.name === name))).toEqual([]);
		expect(parameters).toMatchObject({ selectBy: 'preset', preset: 'repurchase-due', output: 'audience', options: { variantCount: 2, holdoutShare: 10 } });
	});

	it('explains itself in English and Chinese', () => {
		for (const { parameters } of workflow.nodes.filter(isNote)) expect(parameters.content).toMatch(/[a-z]{4}[\s\S]*\p{Script=Han}{4}/u);
	});

	it('shares no id and no webhook address with another example', () => {
		const ids = readdirSync(FOLDER).filter((file) => file.endsWith('.json')).flatMap((file) => read(file).nodes.flatMap((node) => [node.id, (node as { webhookId?: string }).webhookId ?? []].flat()));
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});
});

describe('its two variants', () => {
	const parameters: Record<string, unknown> = workflow.nodes.find(({ name }) => name === 'Render Template')?.parameters ?? {};
	const rows = (parameters.options as { texts: { text: TextOverride[] } }).texts.text;
	const template = compileTemplate({ kind: 'library', name: String(parameters.templateName) }, { brand: aBrand(), overrides: { texts: rows } });

	it.each(LANGUAGES.map(({ language }) => language))('in %s B has a subject of its own, and both pass every rule', (language) => {
		const { buyer, data } = makeSample(language);
		const mails = ['A', 'B'].map((variant) => template.render({ buyer, data, variant, unsubscribeUrl: UNSUBSCRIBE_URL }));
		expect(mails[0]?.subject).toContain('Coffee filters');
		expect(mails[1]?.subject).not.toContain('Coffee filters');
		for (const mail of mails) {
			const recipient = aRecipient({ country: buyer.country, language });
			expect(checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient }, NOW).findings).toEqual([]);
		}
	});
});
