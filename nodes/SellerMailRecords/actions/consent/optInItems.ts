import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OptInReport, OptInResult } from '../../../../core/consent/doubleOptIn.flow';
import { addHint, sayCounts } from '../../../shared/hint';

/** What each outcome means to staff. */
const MEANINGS: Readonly<Record<Exclude<OptInResult['kind'], 'rejected'>, string>> = {
	requested: 'The confirmation mail is in the ledger. Marketing may follow once the buyer has pressed its button.',
	alreadyRequested: 'This buyer was asked less than a day ago and has not answered. Nothing was sent.',
	alreadyGranted: 'This buyer has agreed already. Nothing was sent.',
	neverMarketable: 'Marketing to this kind of address is forbidden (marketplace relay or similar). Nothing was sent.',
	suppressed: 'Mail to this address is stopped for another reason than an unsubscribe. Nothing was sent.',
	tooManyRequests: 'This buyer was asked three times within 30 days. Nothing was sent.',
};

/** Asked and not asked on Done, wrong rows on Rejected; each with its item. */
export function sortOptIns(items: INodeExecutionData[], results: OptInResult[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], []];
	for (const [index, result] of results.entries()) {
		const answer = result.kind === 'rejected' ? { rejected: { field: result.field, reason: result.reason } } : { doubleOptIn: toItem(result) };
		const json = { ...items[index]?.json, ...answer } as INodeExecutionData['json'];
		outputs[result.kind === 'rejected' ? 1 : 0]?.push({ json, pairedItem: { item: index } });
	}
	return outputs;
}

/** `{outcome, buyerId, message, …}`; of the delivery only how it stands. */
function toItem(result: Exclude<OptInResult, { kind: 'rejected' }>): Record<string, unknown> {
	const { kind, ...rest } = result;
	if (!('delivery' in rest)) return { outcome: kind, message: MEANINGS[kind], ...rest };
	const { delivery, ...asked } = rest;
	return { outcome: kind, message: MEANINGS[kind], ...asked, delivery: { id: delivery.id, state: delivery.state, cause: delivery.cause } };
}

/** One sentence that counts, and why mail did not leave. */
export function hintOptIns(context: IExecuteFunctions, { results, error }: OptInReport): void {
	const counts = Object.fromEntries([...Map.groupBy(results, ({ kind }) => kind)].map(([kind, group]) => [kind, group.length]));
	addHint(context, `Double opt-in: ${sayCounts(counts) || 'nobody to ask'}.`, results.some(({ kind }) => kind === 'rejected') ? 'warning' : 'info');
	if (error) addHint(context, `${(error as Error).message} What was asked stays planned and goes out with Send Campaign → Send Due.`, 'warning');
}
