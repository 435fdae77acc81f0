import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SellerMailError } from '../../core/shared/errors';
import { toNodeError } from './toNodeError';

/** One output of one item: which output it leaves by, and its JSON. */
export interface ItemResult {
	output: number;
	json: Record<string, unknown>;
	binary?: INodeExecutionData['binary'];
}

/**
 * Runs `perItem` for every input item and sorts the results onto `outputCount` outputs, paired with their item.
 * With *Continue On Fail* a failing item goes on as an error item (on `errorOutput`, from where n8n moves it to the error
 * output if there is one) and the others are done; without, the first failure ends the node, naming the item.
 */
export async function runPerItem(
	context: IExecuteFunctions,
	outputCount: number,
	perItem: (item: INodeExecutionData, itemIndex: number) => Promise<ItemResult | ItemResult[]>,
	errorOutput = 0,
): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = Array.from({ length: outputCount }, () => []);
	for (const [itemIndex, item] of context.getInputData().entries()) {
		try {
			for (const result of [await perItem(item, itemIndex)].flat()) outputs[result.output]?.push(toItem(result, itemIndex));
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
			outputs[errorOutput]?.push(toErrorItem(context, item, error, itemIndex));
		}
	}
	return outputs;
}

/**
 * The input item with its error and the next step. For the error output n8n wants exactly `error`, `message` and `details`
 * and joins the input's keys on; an `error` beside the JSON it would cut down to the message.
 */
export function toErrorItem(context: IExecuteFunctions, item: INodeExecutionData, error: unknown, itemIndex: number): INodeExecutionData {
	const nodeError = toNodeError(context.getNode(), error, itemIndex);
	const nextStep = nodeError.description ?? undefined;
	const message = error instanceof SellerMailError ? error.message : nodeError.message;
	const isErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const json = isErrorOutput ? { error: message, message, details: { nextStep } } : { ...item.json, error: message, nextStep };
	return { json: json as INodeExecutionData['json'], pairedItem: { item: itemIndex } };
}

function toItem(result: ItemResult, itemIndex: number): INodeExecutionData {
	return {
		json: result.json as INodeExecutionData['json'],
		pairedItem: { item: itemIndex },
		...(result.binary ? { binary: result.binary } : {}),
	};
}
