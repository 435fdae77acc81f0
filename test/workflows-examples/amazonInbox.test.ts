import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAmazonMail } from '../../core/messaging/amazonMail.parser';
import { classifyMessage } from '../../core/messaging/classifyMessage';
import { readMailItem } from '../../core/messaging/mailItem.parser';

interface ExampleNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: { width?: number; height?: number; content?: string; jsonOutput?: string };
	credentials?: Record<string, { id: string }>;
}

const workflow = JSON.parse(readFileSync(join(__dirname, '..', '..', 'workflows-examples', 'amazon-inbox.json'), 'utf8')) as {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
};

describe('the Amazon inbox example', () => {
	it('its samples are a question with a ready answer, one for a person, and a forged mail', async () => {
		const json = workflow.nodes.find(({ name }) => name === 'Sample mails')?.parameters.jsonOutput?.slice(1).replaceAll('{{ $now.toISO() }}', '2026-11-20T08:00:00Z');
		const { mails } = JSON.parse(json ?? '{}') as { mails: Array<Record<string, unknown>> };
		const read = await Promise.all(mails.map(async (mail, index) => parseAmazonMail(await readMailItem(mail, index))));
		expect(read.map((mail) => (mail.kind === 'buyerMessage' ? classifyMessage(mail).category : mail.reason))).toEqual(['item_not_received', 'legal_safety', 'lookAlike']);
	});

	it('every connection leads to a node, every node but notes and the trigger is reached', () => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		const targets = Object.values(workflow.connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(workflow.connections), ...targets].filter((name) => !names.has(name))).toEqual([]);
		const unreached = workflow.nodes.filter(({ name, type }) => !type.endsWith('stickyNote') && !type.endsWith('manualTrigger') && !targets.includes(name));
		expect(unreached).toEqual([]);
	});

	it('nothing overlaps', () => {
		const boxes = workflow.nodes.map(({ name, position: [x, y], parameters }) => ({ name, x, y, w: parameters.width ?? 100, h: parameters.height ?? 100 }));
		const overlapping = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).map((b) => `${a.name} / ${b.name}`));
		expect(overlapping).toEqual([]);
	});

	it('uses our nodes under their installed names and the two credentials', () => {
		const ours = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-seller-mail.'));
		expect(new Set(ours.map(({ type }) => type))).toEqual(new Set(['n8n-nodes-seller-mail.replyToBuyerMessage']));
		expect(ours.every(({ credentials }) => credentials?.sellerMailStoreApi?.id === 'sellerMailStore')).toBe(true);
		expect(ours.find(({ name }) => name === 'Reply')?.credentials?.sellerMailSenderApi?.id).toBe('sellerMailSender');
	});

	it('explains itself in English and Chinese', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('stickyNote'));
		expect(notes.length).toBeGreaterThan(2);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/[a-z]{4}[\s\S]*\p{Script=Han}{4}/u);
	});
});
