import { monthAt } from '../campaign/usage';
import type { StaffText } from '../compliance/rule';
import { SellerMailError } from '../shared/errors';
import type { Shop } from '../shop/shop';
import type { Estimate } from './estimate';
import { estimateSend, type EstimateDeps, type EstimateRequest } from './estimate.flow';
import type { BillingStore } from './ports';
import { makeStatement, type Statement } from './statement';
import { statementCsv } from './statementCsv';
import { renderStatementPage } from './statementPage';

export interface BillingDeps extends EstimateDeps {
	billing: BillingStore;
	getShop(id: string): Promise<Shop>;
}

/** Estimates before a send, the effect of bounces on the bill, and statements after a month. */
export function makeBillingFlow(deps: BillingDeps) {
	return {
		/** See `estimateSend`. */
		estimate: async (shopId: string, request: EstimateRequest): Promise<Estimate> => await estimateSend(deps, shopId, request),
		/** A bounce that was reported after the mail had left: a hard one costs nothing (requirement M15). Idempotent. Answers how many came off the bill. */
		recordBounces: async (deliveryIds: string[], kind: 'hard' | 'soft'): Promise<number> => await deps.billing.recordBounces(deliveryIds, kind, deps.clock.now()),
		/** A shop's month; without one the last that is over. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		statement: async (shopId: string, month?: string): Promise<StatementFiles> => await makeFiles(deps, shopId, month),
	};
}

export interface StatementFiles {
	statement: Statement;
	language: keyof StaffText;
	csv: string;
	html: string;
}

async function makeFiles(deps: BillingDeps, shopId: string, asked: string | undefined): Promise<StatementFiles> {
	const shop = await deps.getShop(shopId);
	const now = deps.clock.now();
	const current = monthAt(shop.timeZone, now);
	const month = asked ?? monthBefore(current);
	if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw noMonth(month, 'is not a month');
	if (month > current) throw noMonth(month, 'has not begun');
	const { freeMailsPerMonth, priceMicroUsd } = shop;
	const statement = makeStatement(
		{ shop: shop.id, shopName: shop.name, month, timeZone: shop.timeZone, madeAt: now, isOver: month < current }, await deps.billing.readMonth(shop.id, month), { freeMailsPerMonth, priceMicroUsd },
	);
	const language = shop.staffLanguage;
	return { statement, language, csv: statementCsv(statement, language), html: renderStatementPage(statement, language) };
}

function monthBefore(month: string): string {
	const [year = 0, number = 0] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

function noMonth(month: string, what: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `\`${month.slice(0, 40)}\` ${what}.`, nextStep: 'Write this month or an earlier one as year and month, e.g. 2026-11.', context: { field: 'month' } });
}
