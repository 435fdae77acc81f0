import { mailSchema, type MailItem } from '../contract/items';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { letOthersRun } from '../shared/eventLoop';
import { sha256 } from '../shared/hash';
import type { ContentRow, ContentStore, StoredContent } from './ports';
import { templateBodySchema, type NewTemplateBody } from './templateSource';

interface Deps {
	clock: Clock;
	store: ContentStore;
}

export type TemplateFlow = ReturnType<typeof makeTemplateFlow>;

/** Content that mails are made of: saved once under the hash of what it is, never changed. */
export function makeTemplateFlow(deps: Deps) {
	return {
		/** What `compileTemplate` needs to make the mails of an audience; the same content has the same id. Idempotent. */
		saveTemplate: async (shopId: string, body: NewTemplateBody): Promise<string> => (await saveAll(deps, shopId, 'template', [templateBodySchema.parse(body)]))[0] ?? '',
		/** Ids in the order of the mails. Idempotent. */
		saveMails: async (shopId: string, mails: MailItem[]): Promise<string[]> => await saveAll(deps, shopId, 'mail', mails),
		/** @throws SellerMailError NOT_FOUND */
		getContent: async (id: string): Promise<StoredContent> => {
			const content = (await readMany(deps, [id])).get(id);
			if (!content) throw new SellerMailError('NOT_FOUND', { message: 'The content of this mail is not in the store.', nextStep: 'Run Render Template again.', context: { content: id } });
			return content;
		},
		/** By id; ids that aren't there are missing in the answer. */
		getMany: async (ids: string[]): Promise<Map<string, StoredContent>> => await readMany(deps, ids),
	};
}

async function saveAll(deps: Deps, shopId: string, kind: ContentRow['kind'], bodies: object[]): Promise<string[]> {
	const createdAt = deps.clock.now();
	const ids: string[] = [];
	for (const batch of batches(bodies, deps.store.batchSize)) {
		const rows = batch.map((body) => toRow(shopId, kind, body, createdAt));
		ids.push(...rows.map((row) => row.id));
		await deps.store.save([...new Map(rows.map((row) => [row.id, row])).values()]);
		await letOthersRun();
	}
	return ids;
}

function toRow(shopId: string, kind: ContentRow['kind'], body: object, createdAt: number): ContentRow {
	const bodyJson = JSON.stringify(body);
	return { id: `c_${sha256(`${shopId}\n${kind}\n${bodyJson}`)}`, shopId, kind, bodyJson, createdAt };
}

async function readMany(deps: Deps, ids: string[]): Promise<Map<string, StoredContent>> {
	const found = new Map<string, StoredContent>();
	for (const batch of batches([...new Set(ids)], deps.store.batchSize)) {
		for (const row of await deps.store.getMany(batch)) found.set(row.id, toContent(row));
	}
	return found;
}

function toContent({ id, shopId, kind, bodyJson }: ContentRow): StoredContent {
	const body: unknown = JSON.parse(bodyJson);
	if (kind === 'mail') return { id, shopId, kind, body: mailSchema.parse(body) };
	return { id, shopId, kind, body: templateBodySchema.parse(body) };
}

function batches<Entry>(entries: readonly Entry[], size: number): Entry[][] {
	return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) => entries.slice(index * size, (index + 1) * size));
}
