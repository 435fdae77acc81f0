import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Person } from '../../../core/buyer/personalData.flow';

/** *Person*: by address or by buyer id. */
export function personFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{
			displayName: 'Find By', name: 'findBy', type: 'options', noDataExpression: true, default: 'email', displayOptions: { show },
			options: [{ name: 'Buyer ID', value: 'buyerId' }, { name: 'E-Mail', value: 'email' }],
		},
		{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', required: true, displayOptions: { show: { ...show, findBy: ['email'] } }, placeholder: 'ana@correo.example', description: 'Upper and lower case are the same' },
		{ displayName: 'Buyer ID', name: 'buyerId', type: 'string', default: '', required: true, displayOptions: { show: { ...show, findBy: ['buyerId'] } }, placeholder: 'b_7Qm2…', description: 'As Buyer → Get Many or an unsubscribe event gives it' },
	];
}

/** The same, also by the marketplace's id: of buyers whose address it hides nothing else is known. */
export function anyPersonFields(show: Record<string, string[]>): INodeProperties[] {
	const [findBy, ...fields] = personFields(show);
	return [
		{ ...findBy, options: [...(findBy?.options ?? []), { name: 'Marketplace Buyer ID', value: 'externalId' }] } as INodeProperties,
		...fields,
		{
			displayName: 'Marketplace Buyer ID', name: 'externalId', type: 'string', default: '', required: true, displayOptions: { show: { ...show, findBy: ['externalId'] } }, placeholder: 'cn1520943678',
			description: 'For a buyer whose address the marketplace hides: its login ID of him, or “order” and the number of the order if it shows none. All others are found by their address.',
		},
	];
}

/** *All Shops*: beyond the chosen one. */
export function everyShopField(show: Record<string, string[]>, description: string): INodeProperties {
	return { displayName: 'All Shops', name: 'isEveryShop', type: 'boolean', default: false, displayOptions: { show }, description };
}

export function readPerson(context: IExecuteFunctions, itemIndex: number): { email: string } | { buyerId: string } {
	if (context.getNodeParameter('findBy', itemIndex) === 'buyerId') return { buyerId: String(context.getNodeParameter('buyerId', itemIndex)).trim() };
	return { email: String(context.getNodeParameter('email', itemIndex)) };
}

/** Of `anyPersonFields`. */
export function readAnyPerson(context: IExecuteFunctions, itemIndex: number): Person {
	if (context.getNodeParameter('findBy', itemIndex) === 'externalId') return { externalId: String(context.getNodeParameter('externalId', itemIndex)) };
	return readPerson(context, itemIndex);
}

/** The shop's id, or `*` for all of them. */
export function readScope(context: IExecuteFunctions, itemIndex: number, shopId: string): string {
	return context.getNodeParameter('isEveryShop', itemIndex, false) === true ? '*' : shopId;
}
