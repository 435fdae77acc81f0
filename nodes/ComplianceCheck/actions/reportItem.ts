import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ComplianceReport } from '../../../core/compliance/report/complianceReport';

/** One item for the whole run: the counts, the page as `html` for n8n's HTML node, and the same as a file. */
export async function toReportItem(context: IExecuteFunctions, report: ComplianceReport, html: string): Promise<INodeExecutionData> {
	const { checkedRules, rules, ...totals } = report;
	const json = { report: { ...totals, rules: rules.map(({ rule, outcome, count }) => ({ rule, outcome, count })) }, html };
	const data = await context.helpers.prepareBinaryData(Buffer.from(html), 'compliance-report.html', 'text/html');
	return { json, binary: { data }, pairedItem: context.getInputData().map((_, item) => ({ item })) };
}
