import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { MailToCheck } from '../../../core/compliance/compliance.flow';
import { buyerSchema, contentSchema, mailSchema, type ContentItem } from '../../../core/contract/items';
import { conversationSchema } from '../../../core/contract/messagingItems';
import { itemDataOf } from '../../../core/contract/itemData';
import { parseItemKey } from '../../../core/contract/parseItem';
import { SellerMailError } from '../../../core/shared/errors';

/** What one item holds to check: a mail, the samples of an audience's content, or a reply to an Amazon buyer. */
export interface CheckTask {
	item: INodeExecutionData;
	itemIndex: number;
	shop: string | undefined;
	language?: string;
	country?: string;
	subject: { kind: 'mail'; mail: MailToCheck } | { kind: 'samples'; samples: ContentItem['samples'] } | { kind: 'reply'; conversationId: string; text: string };
}

/** @throws SellerMailError INPUT_INVALID naming item and field */
export function readMailTask(item: INodeExecutionData, itemIndex: number): CheckTask {
	const { json } = item;
	const where = { itemIndex, madeBy: 'Render Template' };
	if (json.content !== undefined || (json.audience !== undefined && json.mail === undefined)) {
		const { samples, languages } = parseItemKey(contentSchema, json, 'content', where);
		return { item, itemIndex, shop: samples[0]?.buyer.shop, language: languages.join(' '), subject: { kind: 'samples', samples } };
	}
	if (json.mail === undefined && json.draft !== undefined) throw wrongProfile(itemIndex, 'no `mail` but the `draft` of an Amazon message', 'Amazon Message');
	const mail = parseItemKey(mailSchema, json, 'mail', where);
	const buyer = json.buyer === undefined ? undefined : parseItemKey(buyerSchema, json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	return { item, itemIndex, shop: buyer?.shop, language: mail.language, country: buyer?.country, subject: { kind: 'mail', mail: { mail, buyer, data: itemDataOf(json.data) } } };
}

const textSchema = z.object({ text: z.string(), conversationId: z.string().optional() }).passthrough();

/** @throws SellerMailError INPUT_INVALID naming item and field */
export function readReplyTask(item: INodeExecutionData, itemIndex: number): CheckTask {
	const { json } = item;
	if (json.draft === undefined && json.mail !== undefined) throw wrongProfile(itemIndex, 'no `draft` but a `mail`', 'From the Mail');
	const conversation = parseItemKey(conversationSchema, json, 'conversation', { itemIndex, madeBy: 'Reply to Buyer Message → Receive' });
	const draft = parseItemKey(textSchema, json, 'draft', { itemIndex, madeBy: 'Reply to Buyer Message → Draft' });
	if (draft.conversationId !== undefined && draft.conversationId !== conversation.id) throw foreignDraft(itemIndex);
	return {
		item, itemIndex, shop: conversation.shop, language: conversation.language, country: conversation.marketplace ?? undefined,
		subject: { kind: 'reply', conversationId: conversation.id, text: draft.text },
	};
}

function wrongProfile(itemIndex: number, has: string, profile: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex} has ${has}.`,
		nextStep: `Choose “${profile}” as Profile for such items; use a node of its own for each kind.`,
		context: { itemIndex, field: 'profile' },
	});
}

function foreignDraft(itemIndex: number): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex}: \`draft.conversationId\` names another conversation than \`conversation.id\`.`,
		nextStep: 'Make the draft for this conversation with Reply to Buyer Message → Draft.',
		context: { itemIndex, field: 'draft.conversationId' },
	});
}
