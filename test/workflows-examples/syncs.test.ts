import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { description as aliExpress } from '../../nodes/SellerMailRecords/actions/order/syncAliExpress.operation';
import { description as mailchimp } from '../../nodes/SellerMailRecords/actions/suppression/syncMailchimp.operation';

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
const readExample = (file: string): Example => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;

describe.each([
	['aliexpress-order-sync.json', 'syncAliExpress', aliExpress, 'sellerMailAliExpressApi'], ['mailchimp-sync.json', 'syncMailchimp', mailchimp, 'mailchimpApi'],
] as const)('the example %s', (file, operation, description, credential) => {
	const { nodes, connections } = readExample(file);

	it('every connection leads to a node, every node but notes and triggers is reached', () => {
		const names = new Set(nodes.map(({ name }) => name));
		const targets = Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		expect(nodes.filter(({ name, type }) => !/stickyNote|Trigger/.test(type) && !targets.includes(name))).toEqual([]);
	});

	it('nothing overlaps but a node and the note that it lies on', () => {
		const boxes = nodes.filter(({ type }) => !type.endsWith('stickyNote')).map(({ name, position: [x, y] }) => ({ name, x, y, w: 100, h: 100 }));
		const notes = nodes.filter(({ type }) => type.endsWith('stickyNote')).map(({ name, position: [x, y], parameters: { width = 0, height = 0 } }) => ({ name, x, y, w: width, h: height }));
		const overlapping = [boxes, notes].flatMap((group) => group.flatMap((a, i) => group.slice(i + 1).filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).map((b) => `${a.name} / ${b.name}`)));
		expect(overlapping).toEqual([]);
	});

	it('its parameters are those of the panel, its credentials those of the node', () => {
		const node = nodes.find(({ type }) => type === 'n8n-nodes-seller-mail.sellerMailRecords');
		expect(node?.parameters).toMatchObject({ operation });
		const fields = description.map(({ name }) => name);
		expect(Object.keys(node?.parameters ?? {}).filter((name) => !['resource', 'operation', ...fields].includes(name))).toEqual([]);
		expect(Object.keys(node?.credentials ?? {}).sort()).toEqual([credential, 'sellerMailStoreApi'].sort());
	});

	it('explains itself in English and Chinese', () => {
		const notes = nodes.filter(({ type }) => type.endsWith('stickyNote'));
		expect(notes.length).toBeGreaterThan(1);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/[a-z]{4}[\s\S]*\p{Script=Han}{4}/u);
	});
});

it('no two nodes of any examples share an id', () => {
	const ids = readdirSync(FOLDER).filter((file) => file.endsWith('.json')).flatMap((file) => readExample(file).nodes.map(({ id }) => id));
	expect(new Set(ids).size).toBe(ids.length);
});
