import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { SendingSetup } from '../../../../core/shop/sendingSetup/sendingSetup.flow';
import type { SetupStep } from '../../../../core/shop/sendingSetup/setupSteps';
import { shopField } from '../../../shared/fields';
import { addHintLines } from '../../../shared/hint';
import { readSender } from '../../../shared/readSender';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['shop'], operation: ['setUpSending'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Three steps before the first mail: the sending domain in DNS, logo and contact address, a default template. DNS is asked anew each time; it may take up to 48 hours to show a new record.',
		name: 'setUpNotice', type: 'notice', default: '', displayOptions: { show },
	},
	shopField(show),
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const shop = readShop(this, itemIndex);
		const setup = await core.shops.setUpSending(shop, await readSender(this));
		addHintLines(this, sayLines(setup), setup.isReady ? 'info' : 'warning');
		return { output: 0, json: { ...item.json, sendingSetup: { shop, ...setup } } };
	}));
}

const STATES: Readonly<Record<SetupStep['state'], string>> = { done: 'done', missing: 'missing', wrong: 'wrong', waiting: 'not visible yet', cantTell: 'can not tell' };
const NAMES: Readonly<Record<SetupStep['name'], string>> = { sendingDomain: 'Sending domain', brand: 'Logo and contact address', defaultTemplate: 'Default template' };

/** One line a step, what to do under the first that is open. */
function sayLines({ isTest, isReady, steps, nextStep, domain, fixedDomain }: SendingSetup): string[] {
	if (isTest) return [`${domain} can not exist in DNS and the server is on this machine or network: a trial, nothing is needed. Fill in a real From address and server to go live.`];
	const lines = steps.map(({ step, name, state, message }) => `${step}. ${NAMES[name]}: ${STATES[state]}. ${message}`);
	return [
		...lines,
		...(isReady ? [`Ready: marketing may be sent from ${domain}.`] : ['Next:', ...nextStep.split('\n')]),
		...(fixedDomain === null && isReady ? [`After the first mail the shop stays with ${domain}.`] : []),
	];
}
