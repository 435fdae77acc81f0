import { SellerMailError } from '../shared/errors';

/** Which of the platform's methods are called: what an app may call depends on the permissions it was given. */
export interface OrderMethods {
	list: string;
	/** the parameter that holds the query */
	listParameter: string;
	detail: string;
	detailParameter: string;
}

export const METHOD_FAMILIES = {
	/** Solution API for sellers and their systems */
	solution: { list: 'aliexpress.solution.order.get', listParameter: 'param0', detail: 'aliexpress.solution.order.info.get', detailParameter: 'param1' },
	/** the older trade API */
	trade: { list: 'aliexpress.trade.seller.orderlist.get', listParameter: 'param_aeop_order_query', detail: 'aliexpress.trade.new.redefining.findorderbyid', detailParameter: 'param1' },
} as const satisfies Record<string, OrderMethods>;

export type MethodFamily = keyof typeof METHOD_FAMILIES;

/** A family's methods, single names replaced where the platform has renamed them. @throws SellerMailError INPUT_INVALID */
export function resolveMethods(family: MethodFamily = 'solution', own: { list?: string | undefined; detail?: string | undefined } = {}): OrderMethods {
	const methods = METHOD_FAMILIES[family];
	return { ...methods, list: checked('List Method', own.list) ?? methods.list, detail: checked('Detail Method', own.detail) ?? methods.detail };
}

function checked(field: string, name: string | undefined): string | undefined {
	const method = name?.trim();
	if (!method) return undefined;
	if (/^aliexpress(\.[a-z0-9_]+){2,10}$/i.test(method)) return method;
	throw new SellerMailError('INPUT_INVALID', { message: `“${field}” is no method of AliExpress.`, nextStep: `Correct “${field}”, e.g. ${METHOD_FAMILIES.solution.list}.`, context: { field } });
}
