import type { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, ResourceMapperValue } from 'n8n-workflow';
import type { ImportSummary, ImportWatch } from '../../../core/buyer/import.flow';
import type { ImportRequest } from '../../../core/buyer/importRequest';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { addHint } from '../../shared/hint';
import { runPerItem, toErrorItem, type ItemResult } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { readShop } from './readShop';
import { makeRejectsFile } from './rejectsFile';

type Kind = ImportRequest['kind'];

/** Imports the file of each item, or all items as rows of one import: a summary on Done, rejected rows on Rejected. */
export async function importRows(context: IExecuteFunctions, kind: Kind): Promise<INodeExecutionData[][]> {
	if (context.getNodeParameter('fileFrom', 0) === 'items') return await importItems(context, kind);
	const isInspection = context.getNodeParameter('mode', 0, 'import') === 'inspect';
	return await withCore(context, async (core) => await runPerItem(context, 2, async (item, itemIndex) => {
		const source = await openSource(context, itemIndex);
		const request = readRequest(context, kind, itemIndex);
		if (isInspection) return [{ output: 0, json: { ...item.json, inspection: { ...(await core.buyers.inspectCsv(source, request)) } } }];
		return await importWatched(context, async (watch) => await core.buyers.importCsv({ ...readEvidence(context, itemIndex), ...request }, source, watch), item.json);
	}));
}

async function importItems(context: IExecuteFunctions, kind: Kind): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	try {
		assertImport(context);
		const request = { ...readEvidence(context, 0), ...readRequest(context, kind, 0), mapping: undefined };
		const rows = items.map((item, itemIndex) => readRow(context, item, itemIndex));
		const results = await withCore(context, async (core: Core) => await importWatched(context, async (watch) => await core.buyers.importItems(request, rows, watch), {}));
		return [0, 1].map((output) => results.filter((result) => result.output === output).map((result) => toItem(items, result)));
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context.getNode(), error);
		return [items.map((item, itemIndex) => toErrorItem(context, item, error, itemIndex)), []];
	}
}

function assertImport(context: IExecuteFunctions): void {
	if (context.getNodeParameter('mode', 0, 'import') === 'import') return;
	throw new SellerMailError('INPUT_INVALID', { message: '“Inspect” looks at files, and “Rows From” says items.', nextStep: 'Choose “Import”; the input pane shows the items.', context: { field: 'mode' } });
}

/** A rejected row is paired with its item, the summary with all of them. */
function toItem(items: INodeExecutionData[], { json, binary, line }: ImportResult): INodeExecutionData {
	const pairedItem = line === undefined ? items.map((_item, item) => ({ item })) : { item: line - 1 };
	const own = line === undefined ? {} : items[line - 1]?.json;
	return { json: { ...own, ...json } as IDataObject, ...(binary ? { binary } : {}), pairedItem };
}

interface ImportResult extends ItemResult {
	/** of a rejected row */
	line?: number;
}

/** With n8n's stop button as its end, and every rejected row in a file. */
async function importWatched(context: IExecuteFunctions, run: (watch: ImportWatch) => Promise<ImportSummary>, json: IDataObject): Promise<ImportResult[]> {
	const rejects = makeRejectsFile();
	try {
		const summary = await run({ signal: context.getExecutionCancelSignal(), onRejected: rejects.add });
		const file = await rejects.toBinary(context);
		hintSummary(context, summary);
		const { rejectedRows, ...rest } = summary;
		const rejected = rejectedRows.map((row): ImportResult => ({ output: 1, json: { ...json, rejected: { ...row } }, line: row.line }));
		return [{ output: 0, json: { ...json, import: rest }, ...(file ? { binary: { rejected: file } } : {}) }, ...rejected];
	} finally {
		await rejects.remove();
	}
}

function readEvidence(context: IExecuteFunctions, itemIndex: number): Pick<ImportRequest, 'authorisedBy' | 'source' | 'consentBasis'> {
	const text = (name: string): string => String(context.getNodeParameter(name, itemIndex, ''));
	return { authorisedBy: text('authorisedBy'), source: text('source'), consentBasis: text('consentBasis') as ImportRequest['consentBasis'] };
}

type Reading = Omit<ImportRequest, 'authorisedBy' | 'source' | 'consentBasis'>;

function readRequest(context: IExecuteFunctions, kind: Kind, itemIndex: number): Reading {
	const { columns, ...options } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const corrections = ((columns as IDataObject | undefined)?.column ?? []) as Array<{ name: string; field: string }>;
	return {
		shopId: readShop(context, itemIndex), kind, mapping: readMapping(context, itemIndex),
		corrections: Object.fromEntries(corrections.map(({ name, field }) => [name, field])),
		...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== '')),
	};
}

/** Mapped by hand, each field names its column. */
function readMapping(context: IExecuteFunctions, itemIndex: number): Record<string, string> | undefined {
	const fields = context.getNodeParameter('fields', itemIndex, {}) as Partial<ResourceMapperValue>;
	if (fields.mappingMode !== 'defineBelow') return undefined;
	const named = Object.entries(fields.value ?? {}).map(([field, column]): [string, string] => [String(column ?? '').trim(), field]);
	return Object.fromEntries(named.filter(([column]) => column !== ''));
}

/** Mapped by hand the values are in the mapper; automatically the item itself is the row. */
function readRow(context: IExecuteFunctions, item: INodeExecutionData, itemIndex: number): unknown {
	const isManual = context.getNodeParameter('fields.mappingMode', 0, '') === 'defineBelow';
	return isManual ? ((context.getNodeParameter('fields', itemIndex) as ResourceMapperValue).value ?? {}) : item.json;
}

async function openSource(context: IExecuteFunctions, itemIndex: number): Promise<Readable | Buffer | string> {
	if (context.getNodeParameter('fileFrom', itemIndex) === 'text') return String(context.getNodeParameter('text', itemIndex, ''));
	const field = String(context.getNodeParameter('binaryField', itemIndex));
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	return binary.id ? await context.helpers.getBinaryStream(binary.id) : await context.helpers.getBinaryDataBuffer(itemIndex, field);
}

function hintSummary(context: IExecuteFunctions, { state, rows, imported, unchanged, rejected, rejectedRows }: ImportSummary): void {
	const number = (count: number): string => count.toLocaleString('en');
	const [first] = rejectedRows;
	const stopped = state === 'stopped' ? 'Stopped; a second run is safe. ' : '';
	const words = `${stopped}${number(rows)} rows: ${number(imported)} imported, ${number(unchanged)} unchanged, ${number(rejected)} rejected`;
	addHint(context, first ? `${words}; the first: line ${first.line}, ${first.column || first.field}: ${first.reason}.` : `${words}.`, first || stopped ? 'warning' : 'info');
}
