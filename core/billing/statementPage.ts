import { formatMicroUsd } from '../campaign/usage';
import { renderStaffPage } from '../compliance/report/staffPage';
import type { StaffText } from '../compliance/rule';
import { escapeHtml } from '../template/expressions';
import type { Statement, StatementCounts } from './statement';
import { COLUMNS } from './statementCsv';
import { sayInStatement } from './statementWords';

type Language = keyof StaffText;
type Say = (word: Parameters<typeof sayInStatement>[0], values?: Record<string, string>) => string;

/** The statement as one HTML file: nothing from elsewhere, no script. */
export function renderStatementPage(statement: Statement, language: Language): string {
	const say: Say = (word, values) => escapeHtml(sayInStatement(word, language, values));
	return renderStaffPage({ language, title: `${say('title')} ${statement.month}: ${escapeHtml(statement.shopName)}`, style: STYLE, main: `<h1>${say('title')} <span class="month">${statement.month}</span></h1>
${renderFacts(statement, say)}
${renderTotals(statement, say)}
${statement.days.length === 0 ? `<p>${say('nothing')}</p>` : renderTables(statement, say)}` });
}

function renderFacts(statement: Statement, say: Say): string {
	const { shop, shopName, month, timeZone, isOver, prices, madeAt, differences } = statement;
	const checked = differences.length === 0 ? `<span class="good">✓ ${say('agrees')}</span>`
		: `<ul class="bad">${differences.map(({ period, counter, ledger }) => `<li>⚠ ${say('differs', { period, counter: whole(counter), ledger: whole(ledger) })}</li>`).join('')}</ul>`;
	const facts = [
		[say('shop'), `${text(shopName)} <code>${text(shop)}</code>`],
		[say('month'), `${month} (${escapeHtml(timeZone)})${isOver ? '' : `, <strong>${say('notOver')}</strong>`}`],
		[say('prices'), say('priceLine', { free: whole(prices.freeMails), price: formatMicroUsd(prices.priceMicroUsd) })],
		[say('madeAt'), `${new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
		[say('check'), checked],
	];
	return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function renderTotals({ total, prices }: Statement, say: Say): string {
	const tiles: Array<[name: string, value: string]> = [
		[say('mails'), whole(total.mails)], [say('billable'), whole(total.billable)], [say('free'), whole(total.free)], [say('charged'), whole(total.charged)], [say('cost'), usd(total.costMicroUsd, prices)],
	];
	return `<h2>${say('total')}</h2>
<dl class="totals">${tiles.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function renderTables(statement: Statement, say: Say): string {
	return `${renderChart(statement, say)}
<p class="soft">${say('explain')}</p>
<h2 id="days">${say('days')}</h2>
${renderTable('days', say('day'), statement.days.map((day) => ({ name: day.day, counts: day, cost: usd(day.costMicroUsd, statement.prices) })), statement, say)}
<h2 id="campaigns">${say('campaigns')}</h2>
${renderTable('campaigns', say('campaign'), statement.campaigns.map((found) => ({ name: found.campaign === null ? say('unknownCampaign') : text(found.campaign), counts: found })), statement, say)}`;
}

/** Two rectangles a day; the table below says the same in figures. */
function renderChart({ days, month }: Statement, say: Say): string {
	const most = Math.max(...days.map(({ mails }) => mails), 1);
	const bars = days.map(({ day, mails, billable }) => {
		const x = (Number(day.slice(8)) - 1) * 20 + 3;
		const [all, paid] = [(mails / most) * 100, (Math.min(billable, mails) / most) * 100];
		return `<g><title>${day}: ${whole(mails)}, ${say('billable')} ${whole(billable)}</title><rect class="all" x="${x}" y="${round(104 - all)}" width="14" height="${round(all)}"/><rect class="paid" x="${x}" y="${round(104 - paid)}" width="14" height="${round(paid)}"/></g>`;
	});
	const marks = [1, 5, 10, 15, 20, 25, 30].map((day) => `<text x="${(day - 1) * 20 + 10}" y="120" text-anchor="middle">${day}</text>`);
	return `<figure><svg viewBox="0 0 624 124" role="img" aria-label="${say('chart')} ${month}">${bars.join('')}<path class="axis" d="M0 104.5H624"/>${marks.join('')}</svg>
<figcaption>${say('chart')} ${say('chartNote', { max: whole(most) })}</figcaption></figure>`;
}

interface Row {
	name: string;
	counts: StatementCounts;
	cost?: string;
}

function renderTable(id: string, firstColumn: string, rows: Row[], { total, prices }: Statement, say: Say): string {
	const hasCost = rows.some((row) => row.cost !== undefined);
	const head = [firstColumn, ...COLUMNS.map((column) => say(column)), ...(hasCost ? [say('cost')] : [])].map((name) => `<th scope="col">${name}</th>`).join('');
	const line = ({ name, counts, cost }: Row): string =>
		`<tr><th scope="row">${name}</th>${COLUMNS.map((column) => `<td>${counts[column] === 0 ? '<span class="soft">0</span>' : whole(counts[column])}</td>`).join('')}${hasCost ? `<td>${cost ?? ''}</td>` : ''}</tr>`;
	return `<div class="wide" role="region" tabindex="0" aria-labelledby="${id}"><table aria-labelledby="${id}"><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join('\n')}</tbody>
<tfoot>${line({ name: say('total'), counts: total, cost: usd(total.costMicroUsd, prices) })}</tfoot></table></div>`;
}

/** Figures in columns, a chart that takes the colours of the page, tables that scroll by themselves on a phone. */
const STYLE = `
.month{white-space:nowrap;color:var(--soft);font-weight:400}
.good{color:var(--good)}.bad{color:var(--bad);font-weight:600;padding:0;list-style:none}
.totals>div:last-child{border-color:var(--good)}.totals>div:last-child dd{color:var(--good)}
.totals+p{margin-top:1rem}
.totals dd,td{font-variant-numeric:tabular-nums}
figure{margin:1.5rem 0;padding:1rem 1.1rem;background:var(--paper);border:1px solid var(--line);border-radius:10px}
svg{display:block;width:100%;height:auto}
.all{fill:var(--line)}.paid{fill:var(--good)}.axis{stroke:var(--soft);fill:none}svg text{fill:var(--soft);font-size:12px}
figcaption{margin-top:.5rem;color:var(--soft);font-size:.875rem}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
.wide table{border:0}.wide td,.wide thead th:not(:first-child){text-align:end;white-space:nowrap}
.wide thead th{vertical-align:bottom;white-space:normal!important;min-width:5.2rem;font-size:.875rem;overflow-wrap:normal}
.wide tbody th,.wide tfoot th{min-width:7rem}
.wide th:first-child{position:sticky;left:0;background:var(--paper)}
tfoot th,tfoot td{border-bottom:0;border-top:2px solid var(--line);font-weight:600}tbody tr:last-child>*{border-bottom:0}
@media (max-width:36rem){svg text{font-size:20px}.wide td,.wide th{padding:.5rem .6rem}}
@media print{.wide{overflow:visible}}
`.trim();

const round = (value: number): string => value.toFixed(2);

function whole(count: number): string {
	return count.toLocaleString('en');
}

/** Without the currency, which the column says; as many digits in every line, so that they stand under each other. */
function usd(amountMicroUsd: number, prices: Statement['prices']): string {
	const digits = prices.priceMicroUsd % 100 === 0 ? 4 : 6;
	return `${whole(Math.floor(amountMicroUsd / 1_000_000))}.${String(amountMicroUsd % 1_000_000).padStart(6, '0').slice(0, digits)}`;
}

/** Words of others: text, in their own direction. */
function text(words: string): string {
	return `<bdi>${escapeHtml(words)}</bdi>`;
}
