import type { INodeExecutionData } from 'n8n-workflow';
import { conversationSchema, draftSchema, type ConversationItem, type DraftItem } from '../../../core/contract/messagingItems';
import { parseItemKey } from '../../../core/contract/parseItem';

/** The item's conversation. @throws SellerMailError INPUT_INVALID naming item and field */
export function readConversation(item: INodeExecutionData, itemIndex: number): ConversationItem {
	return parseItemKey(conversationSchema, item.json, 'conversation', { itemIndex, madeBy: 'Reply to Buyer Message → Receive' });
}

/** The item's draft. @throws SellerMailError INPUT_INVALID naming item and field */
export function readDraft(item: INodeExecutionData, itemIndex: number): DraftItem {
	return parseItemKey(draftSchema, item.json, 'draft', { itemIndex, madeBy: 'Reply to Buyer Message → Draft' });
}
