import { parseAmazonMail } from '../../core/messaging/amazonMail.parser';
import { classifyMessage } from '../../core/messaging/classifyMessage';
import { readMailItem } from '../../core/messaging/mailItem.parser';
import { readExample } from '../support/exampleWorkflow';

const { nodes } = readExample('amazon-inbox.json');

describe('the Amazon inbox example', () => {
	it('its samples are a question with a ready answer, one for a person, and a forged mail', async () => {
		const samples = String(nodes.find(({ name }) => name === 'Sample mails')?.parameters.jsonOutput);
		const { mails } = JSON.parse(samples.slice(1).replaceAll('{{ $now.toISO() }}', '2026-11-20T08:00:00Z')) as { mails: Array<Record<string, unknown>> };
		const read = await Promise.all(mails.map(async (mail, index) => parseAmazonMail(await readMailItem(mail, index))));
		expect(read.map((mail) => (mail.kind === 'buyerMessage' ? classifyMessage(mail).category : mail.reason))).toEqual(['item_not_received', 'legal_safety', 'lookAlike']);
	});

	it('needs one node of ours, and the sender to reply', () => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-seller-mail.'));
		expect(new Set(ours.map(({ type }) => type))).toEqual(new Set(['n8n-nodes-seller-mail.replyToBuyerMessage']));
		expect(ours.find(({ name }) => name === 'Reply')?.credentials?.sellerMailSenderApi?.id).toBe('sellerMailSender');
	});
});
