import { makeBuyerFlow } from './buyer/buyer.flow';
import { makeImportFlow } from './buyer/import.flow';
import { makeOrderFlow } from './buyer/order.flow';
import { makeCampaignFlow } from './campaign/campaign.flow';
import { makeComplianceFlow } from './compliance/compliance.flow';
import { makeConsentFlow } from './consent/consent.flow';
import { makeEventFlow } from './event/event.flow';
import { replyMailer } from './gateway/replyMailer';
import { smtpMailer, testSender } from './gateway/smtpMailer';
import { makeWorkerRegistry } from './gateway/workerRegistry';
import { makeHealthFlow } from './health/health.flow';
import { makeLinkFlow } from './link/link.flow';
import { makeMessagingFlow } from './messaging/messaging.flow';
import { makeSegmentFlow } from './segment/audience.flow';
import { systemClock, type Clock } from './shared/clock';
import { systemRandom, type Random } from './shared/random';
import { makeShopFlow } from './shop/shop.flow';
import { makeAudienceStore } from './store/audienceQueries';
import { makeBuyerReader } from './store/buyerQueries';
import { makeCampaignStore } from './store/campaignQueries';
import { makeSuppressionReader } from './store/consentQueries';
import { makeContentStore } from './store/contentQueries';
import { makeDeliveryLedger } from './store/deliveryQueries';
import { makeFindingStore } from './store/findingQueries';
import { makeHealthStore } from './store/healthQueries';
import { makeImportLog } from './store/importQueries';
import { makeLinkStore } from './store/linkQueries';
import { makeMessagingStore } from './store/messagingQueries';
import { openStore } from './store/openStore';
import { makeRecordStore } from './store/recordTransaction';
import { makeSecretReader } from './store/secrets';
import { makeSegmentStore } from './store/segmentQueries';
import { makeShopStore } from './store/shopQueries';
import type { StoreSettings } from './store/storeSettings';
import { makeTemplateFlow } from './template/template.flow';

/** Connects and logs in as sending would; sends nothing. @throws SellerMailError SMTP_UNREACHABLE, SMTP_LOGIN_REFUSED, SMTP_TLS_REQUIRED */
export const testSenderConnection = testSender;

export interface CoreOptions {
	store: StoreSettings;
	clock?: Clock;
	random?: Random;
}

export type Core = Awaited<ReturnType<typeof openCore>>;

/**
 * The front door: settings in, a running core out. The only place that wires flows to the store and to gateways.
 * Call `close` when done.
 * @throws SellerMailError STORE_LOCKED, STORE_DAMAGED, STORE_NEWER, STORE_UNREACHABLE, STORE_FULL
 */
export async function openCore(options: CoreOptions) {
	const clock = options.clock ?? systemClock();
	const random = options.random ?? systemRandom;
	const store = await openStore(options.store, { clock });
	const deps = { clock, random };
	const shops = makeShopFlow({ clock, store: makeShopStore(store) });
	const suppressions = makeSuppressionReader(store);
	const links = makeLinkFlow({ store: makeLinkStore(store, deps) });
	const templates = makeTemplateFlow({ clock, store: makeContentStore(store) });
	const recordDeps = { ...deps, shops, suppressions, records: makeRecordStore(store), buyers: makeBuyerReader(store), hashKey: makeSecretReader(store, random, 'store.hashKey') };
	const buyers = { ...makeBuyerFlow(recordDeps), ...makeOrderFlow(recordDeps), ...makeEventFlow(recordDeps), ...makeImportFlow({ ...recordDeps, imports: makeImportLog(store) }) };
	const segments = makeSegmentFlow({ ...deps, shops, suppressions, segments: makeSegmentStore(store), audiences: makeAudienceStore(store) });
	return {
		clock,
		shops,
		buyers,
		consent: makeConsentFlow(recordDeps),
		segments,
		links,
		templates,
		compliance: makeComplianceFlow({
			...deps, links, buyers, findings: makeFindingStore(store), staffLanguageOf: async (shopId) => (await shops.find(shopId))?.staffLanguage ?? 'en',
		}),
		campaigns: makeCampaignFlow({
			clock, links, contents: templates, mailer: smtpMailer,
			ledger: makeDeliveryLedger(store, deps), campaigns: makeCampaignStore(store, deps), workers: makeWorkerRegistry(random),
			readWindows: shops.sitesOf, saveMails: templates.saveMails, readAudiencePage: segments.readAudiencePage,
		}),
		health: makeHealthFlow({ clock, store: makeHealthStore(store) }),
		messaging: makeMessagingFlow({ ...deps, store: makeMessagingStore(store), mailer: replyMailer }),
		close: async (): Promise<void> => await store.close(),
	};
}
