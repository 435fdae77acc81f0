import type { IExecuteFunctions } from 'n8n-workflow';
import { SellerMailError } from '../../../core/shared/errors';

/** The id from *Shop*. @throws SellerMailError INPUT_INVALID when nothing is chosen */
export function readShop(context: IExecuteFunctions, itemIndex: number): string {
	const shop = String(context.getNodeParameter('shop', itemIndex, '', { extractValue: true })).trim();
	if (shop) return shop;
	throw new SellerMailError('INPUT_INVALID', {
		message: '“Shop” is empty.', nextStep: 'Choose a shop from the list, or create it with Seller Mail Records → Shop.', context: { field: 'shop' },
	});
}
