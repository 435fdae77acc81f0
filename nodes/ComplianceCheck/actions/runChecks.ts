import type { CheckOptions } from '../../../core/compliance/compliance.flow';
import type { ComplianceItem } from '../../../core/contract/items';
import type { Core } from '../../../core/openCore';
import type { Brand } from '../../../core/shop/senderProfile';
import type { CheckTask } from './readTask';

/** What became of each task; one without an answer was not reached before the operator stopped the run. */
export type CheckResults = Map<CheckTask, { compliance: ComplianceItem } | { error: unknown }>;

/** Mails and samples: all of a shop in one go, so that consent is read for all of them at once. One shop's failure is not another's. */
export async function checkMailTasks(core: Core, tasks: readonly CheckTask[], brand: Brand, options: CheckOptions): Promise<CheckResults> {
	const results: CheckResults = new Map();
	for (const [shop, group] of Map.groupBy(tasks, (task) => task.shop)) {
		try {
			await checkShop(core, shop, group, brand, options, results);
		} catch (error) {
			for (const task of group) if (!results.has(task)) results.set(task, { error });
		}
	}
	return results;
}

async function checkShop(core: Core, shop: string | undefined, group: readonly CheckTask[], brand: Brand, options: CheckOptions, results: CheckResults): Promise<void> {
	const mails = group.flatMap((task) => (task.subject.kind === 'mail' ? [{ task, mail: task.subject.mail }] : []));
	const checks = await core.compliance.checkMails(shop, mails.map(({ mail }) => mail), brand, options);
	for (const [index, compliance] of checks.entries()) if (mails[index]) results.set(mails[index].task, { compliance });
	for (const task of group) {
		if (task.subject.kind === 'samples') results.set(task, { compliance: await core.compliance.checkSamples(shop, task.subject.samples, brand, options) });
	}
}

/** Replies to Amazon buyers: the same check as Reply to Buyer Message → Check, recorded with the conversation. */
export async function checkReplyTasks(core: Core, tasks: readonly CheckTask[], signal: AbortSignal | undefined): Promise<CheckResults> {
	const results: CheckResults = new Map();
	for (const task of tasks) {
		if (signal?.aborted) break;
		if (task.subject.kind !== 'reply' || task.shop === undefined) continue;
		try {
			const { compliance } = await core.messaging.check(task.shop, task.subject.conversationId, task.subject.text);
			results.set(task, { compliance: { ...compliance, profile: 'amazonMessage' } });
		} catch (error) {
			results.set(task, { error });
		}
	}
	return results;
}
