import type { Buyer } from './buyer';
import type { RecordTransaction } from './ports';

/**
 * A transaction that keeps buyers back until all is known about them: one who is new and has consented is written once,
 * with his consent, instead of twice. Call `flush` at the end of a batch.
 */
export function writeOnce(transaction: RecordTransaction): { transaction: RecordTransaction; flush(): Promise<void> } {
	const known = new Set<string>();
	const [written, standings] = [new Map<string, Buyer>(), new Map<string, Buyer>()];
	return {
		transaction: {
			...transaction,
			async readBuyersByHash(emailHashes) {
				const buyers = await transaction.readBuyersByHash(emailHashes);
				for (const buyer of buyers) known.add(buyer.emailHash);
				const kept = emailHashes.flatMap((hash) => (known.has(hash) ? [] : (written.get(hash) ?? [])));
				return [...buyers.map((buyer) => standings.get(buyer.emailHash) ?? written.get(buyer.emailHash) ?? buyer), ...kept];
			},
			async writeBuyers(buyers) {
				for (const buyer of buyers) written.set(buyer.emailHash, buyer);
				await Promise.resolve();
			},
			async writeStandings(buyers) {
				// of a new buyer the standing is part of his one row
				for (const buyer of buyers) (known.has(buyer.emailHash) ? standings : written).set(buyer.emailHash, buyer);
				await Promise.resolve();
			},
		},
		async flush() {
			await transaction.writeBuyers([...written.values()]);
			await transaction.writeStandings([...standings.values()]);
		},
	};
}
