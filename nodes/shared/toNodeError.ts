import { NodeOperationError, type INode } from 'n8n-workflow';
import { SellerMailError } from '../../core/shared/errors';

/** Any failure as the error n8n shows: what happened as headline, the next step below, the item it belongs to. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (error instanceof SellerMailError) {
		return new NodeOperationError(node, error.message, { description: `${error.nextStep} (${error.code})`, itemIndex });
	}
	return new NodeOperationError(node, error as Error, { itemIndex });
}
