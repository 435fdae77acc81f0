import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface ExampleNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: { width?: number; height?: number; content?: string; startOn?: string[]; operation?: string };
	credentials?: Record<string, { id: string }>;
	webhookId?: string;
}

interface Example {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const folder = join(__dirname, '..', '..', 'workflows-examples');
const read = (file: string): Example => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example;
const workflow = read('consent-and-unsubscribe-pages.json');
const find = (name: string): ExampleNode | undefined => workflow.nodes.find((node) => node.name === name);

describe('the consent and unsubscribe pages example', () => {
	it('every connection leads to a node, every node but notes and triggers is reached', () => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		const targets = Object.values(workflow.connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(workflow.connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		const unreached = workflow.nodes.filter(({ name, type }) => !/stickyNote|Trigger|\.webhook$/.test(type) && !targets.includes(name));
		expect(unreached).toEqual([]);
	});

	it('no two nodes overlap, each stands on its note', () => {
		const boxes = workflow.nodes.map(({ name, type, position: [x, y], parameters }) => ({ name, isNote: type.endsWith('stickyNote'), x, y, w: parameters.width ?? 100, h: parameters.height ?? 100 }));
		const overlap = (a: (typeof boxes)[number], b: (typeof boxes)[number]): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
		const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.isNote === b.isNote && overlap(a, b)).map((b) => `${a.name} / ${b.name}`));
		expect(pairs).toEqual([]);
		const notes = boxes.filter(({ isNote }) => isNote);
		const inside = (a: (typeof boxes)[number], b: (typeof boxes)[number]): boolean => a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
		expect(boxes.filter((box) => !box.isNote && !notes.some((note) => inside(box, note))).map(({ name }) => name)).toEqual([]);
	});

	it('asks with both credentials and starts on everything that buyers do', () => {
		expect(find('Request Double Opt-In')).toMatchObject({ type: 'n8n-nodes-seller-mail.sellerMailRecords', credentials: { sellerMailStoreApi: { id: 'sellerMailStore' }, sellerMailSenderApi: { id: 'sellerMailSender' } } });
		expect(find('Seller Mail Trigger')?.parameters.startOn).toEqual(['unsubscribed', 'consentConfirmed', 'preferenceChanged']);
	});

	it('its addresses are its own: no other example has them', () => {
		const ids = readdirSync(folder).filter((file) => file.endsWith('.json')).flatMap((file) => read(file).nodes.flatMap(({ webhookId }) => webhookId ?? []));
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	});

	it('explains itself in English and Chinese', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('stickyNote'));
		expect(notes).toHaveLength(3);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/[a-z]{4}[\s\S]*\p{Script=Han}{4}/u);
	});
});
