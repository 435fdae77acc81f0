import type { StaffText } from '../compliance/rule';
import { CSV_BOM, csvLine } from '../shared/csvCell';
import type { Statement, StatementCounts } from './statement';
import { sayInStatement } from './statementWords';

/** The statement as one table: a line for each day, each campaign, and the total. Amounts are in USD, to the micro-dollar. */
export function statementCsv(statement: Statement, language: keyof StaffText): string {
	const say = (word: Parameters<typeof sayInStatement>[0]): string => sayInStatement(word, language);
	const { shop, month, prices, total } = statement;
	const line = (section: 'day' | 'campaign' | 'total', name: string, counts: StatementCounts, charged: number | '', cost: string): string =>
		csvLine([shop, month, say(section), name, ...COLUMNS.map((column) => counts[column]), charged, cost]);
	return [
		CSV_BOM,
		csvLine([say('shop'), say('month'), say('section'), say('name'), ...COLUMNS.map(say), say('charged'), say('cost')]),
		...statement.days.map((day) => line('day', day.day, day, '', toUsd(day.costMicroUsd))),
		...statement.campaigns.map((found) => line('campaign', found.campaign ?? say('unknownCampaign'), found, '', '')),
		line('total', sayInStatement('priceLine', language, { free: String(prices.freeMails), price: `${toUsd(prices.priceMicroUsd)} USD` }), total, total.charged, toUsd(total.costMicroUsd)),
	].join('');
}

/** The counts of a statement's tables, in their order. */
export const COLUMNS = ['mails', 'billable', 'repeats', 'hardBounces', 'credited', 'softBounces'] as const;

/** Six digits, always: no rounding, and columns that add up. */
function toUsd(amountMicroUsd: number): string {
	return `${Math.floor(amountMicroUsd / 1_000_000)}.${String(amountMicroUsd % 1_000_000).padStart(6, '0')}`;
}
