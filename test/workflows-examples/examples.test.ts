import { EXAMPLE_FILES, isNote, readExample, type ExampleNode } from '../support/exampleWorkflow';

/** Contract of every example: whoever imports it sees a tidy canvas that explains itself, and nothing hangs in the air. */
const BEGINS_A_RUN = /Trigger$|\.webhook$/;
const NODE_PX = 100;

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

describe.each(EXAMPLE_FILES)('%s', (file) => {
	const { nodes, connections } = readExample(file);
	const boxes = nodes.filter((node) => !isNote(node)).map(boxOf);
	const notes = nodes.filter(isNote);

	it('connects nodes that exist, and every node but triggers and notes is reached', () => {
		const names = new Set(nodes.map(({ name }) => name));
		const targets = Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		expect(nodes.filter((node) => !isNote(node) && !BEGINS_A_RUN.test(node.type) && !targets.includes(node.name))).toEqual([]);
	});

	it('no node lies on another, no note on another, no node on the edge of a note', () => {
		const noteBoxes = notes.map(boxOf);
		expect([...overlapsAmong(boxes), ...overlapsAmong(noteBoxes)]).toEqual([]);
		expect(boxes.flatMap((box) => noteBoxes.filter((note) => overlaps(box, note) && !holds(note, box)).map((note) => `${box.name} / ${note.name}`))).toEqual([]);
	});

	it('explains itself in English and Chinese', () => {
		expect(notes.length).toBeGreaterThan(1);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/[a-z]{4}[\s\S]*\p{Script=Han}{4}/u);
	});

	it('our nodes ask for the credentials that the demo makes', () => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-seller-mail.'));
		expect(ours.length).toBeGreaterThan(0);
		for (const { credentials } of ours) expect(credentials?.sellerMailStoreApi?.id).toBe('sellerMailStore');
	});
});

it('no two examples share the id of a node or the address of a webhook', () => {
	const all = EXAMPLE_FILES.flatMap((file) => readExample(file).nodes);
	const ids = all.map(({ id }) => id);
	const addresses = all.flatMap(({ webhookId }) => webhookId ?? []);
	expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	expect(addresses.filter((id, index) => addresses.indexOf(id) !== index)).toEqual([]);
	for (const address of addresses) expect(address).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

function boxOf({ name, position: [left, top], parameters: { width = NODE_PX, height = NODE_PX } }: ExampleNode): Box {
	return { name, left, top, right: left + width, bottom: top + height };
}

function overlaps(a: Box, b: Box): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function holds(outer: Box, inner: Box): boolean {
	return outer.left <= inner.left && outer.right >= inner.right && outer.top <= inner.top && outer.bottom >= inner.bottom;
}

function overlapsAmong(boxes: readonly Box[]): string[] {
	return boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => overlaps(a, b)).map((b) => `${a.name} / ${b.name}`));
}
