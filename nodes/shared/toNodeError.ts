import { NodeOperationError, type INode } from 'n8n-workflow';
import { SellerMailError } from '../../core/shared/errors';

/** n8n takes an error with this word in its message for a press on *Stop*: the run would not count as failed. An invisible joiner parts it. */
const STOP_WORD = 'canceled';
const NO_STOP_WORD = 'cancel\u2060ed';

/** Any failure as the error n8n shows: what happened as headline, the next step below, the item it belongs to. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (error instanceof SellerMailError) {
		const message = error.message.replaceAll(STOP_WORD, NO_STOP_WORD);
		return new NodeOperationError(node, message, { description: `${error.nextStep} (${error.code})`, itemIndex });
	}
	return new NodeOperationError(node, error as Error, { itemIndex });
}
