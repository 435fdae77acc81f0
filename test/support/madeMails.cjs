const { join } = require('node:path');
const { getHeapSpaceStatistics } = require('node:v8');

/**
 * A process that makes mails of one template, one after the other, and tells how many KB each leaves in the old generation: by
 * 250 mails, the second thousand. It runs the build, because what else a process does decides when its collections fall.
 */
const dist = process.argv[2] ?? join(__dirname, '..', '..', 'dist');
const { benchSender } = require(join(dist, 'bench/fixture'));
const { newsletter } = require(join(dist, 'bench/newsletter'));
const { unsubscribeUrlOf } = require(join(dist, 'bench/variedMails'));
const { makePreparer } = require(join(dist, 'core/delivery/prepareDelivery'));
const { templateBodySchema } = require(join(dist, 'core/template/templateSource'));

const MAILS = 2_000;
const STEP = 250;

const sender = benchSender(0);
const body = templateBodySchema.parse(newsletter(sender.brand));
const prepare = makePreparer(sender);

async function make(index) {
	const url = unsubscribeUrlOf(index);
	const buyer = { id: `b_${index}`, shop: 'bench', email: `buyer-${index}@buyer.example`, name: `Buyer ${index}`, country: 'US', language: 'en', site: 'usa', timeZone: 'America/New_York' };
	const prepared = prepare({
		content: { id: 'c', shopId: 'bench', kind: 'template', body }, unsubscribeUrl: url, viewUrl: url, now: Date.UTC(2026, 10, 20, 16),
		delivery: {
			id: `d_${index}`, shopId: 'bench', campaignId: 'g_0123456789abcdef', campaignName: 'n', purpose: 'marketing', contentId: 'c', variant: 'A', data: {}, attemptCount: 1,
			firstAttemptAt: null, buyer, consent: { state: 'granted', basis: null, at: 1, isMarketable: true }, isWindowBound: false,
		},
	});
	if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared));
	return await Promise.resolve(prepared);
}

const oldBytes = () => getHeapSpaceStatistics().find((space) => space.space_name === 'old_space').space_used_size;

async function main() {
	const grown = [];
	for (let index = 0, before = 0; index < MAILS; index += 1) {
		if (index >= MAILS / 2 && index % STEP === 0) before = oldBytes();
		await make(index);
		if (index >= MAILS / 2 && index % STEP === STEP - 1) grown.push((oldBytes() - before) / 1_000 / STEP);
	}
	process.stdout.write(JSON.stringify(grown));
}

void main();
