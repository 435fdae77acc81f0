import { syncOrders, testAccount, type OrderSyncRequest, type OrderSyncResult } from './aliExpress/orderSync.flow';
import type { AccountInput } from './aliExpress/account';
import { makeBillingFlow } from './billing/billing.flow';
import { makeBuyerFlow } from './buyer/buyer.flow';
import { makeImportFlow } from './buyer/import.flow';
import { makeOrderFlow } from './buyer/order.flow';
import { makePersonalDataFlow } from './buyer/personalData.flow';
import { makeAbTestFlow } from './campaign/abTest.flow';
import { makeCampaignFlow } from './campaign/campaign.flow';
import { makeControlFlow } from './campaign/control.flow';
import { makeResendFlow } from './campaign/resend.flow';
import { makeTestSendFlow } from './campaign/testSend.flow';
import { makeComplianceFlow } from './compliance/compliance.flow';
import { makeConfirmFlow } from './consent/confirmOptIn.flow';
import { makeConsentFlow } from './consent/consent.flow';
import { makeSuppressionFileFlow } from './consent/suppressionFile.flow';
import { makeSuppressionFlow } from './consent/suppression.flow';
import { makeDoubleOptInFlow } from './consent/doubleOptIn.flow';
import { makePreferencesFlow } from './consent/preferences.flow';
import { makeDiagnoseFlow } from './delivery/diagnose.flow';
import type { DeliveryLedger, Mailer, MailMaker } from './delivery/ports';
import { makeEventFlow } from './event/event.flow';
import { startPageServer, type PageServer, type ServeOptions } from './gateway/pageServer';
import { aliExpressApi } from './gateway/aliExpress/aliExpressApi';
import { makeDnsResolver } from './gateway/dnsResolver';
import { makeMailThreads } from './gateway/mailThreads';
import { mailchimpApi } from './gateway/mailchimp';
import { replyMailer } from './gateway/replyMailer';
import { smtpMailer, testSender } from './gateway/smtpMailer';
import { makeWorkerRegistry } from './gateway/workerRegistry';
import { makeHealthFlow } from './health/health.flow';
import { makeLinkFlow } from './link/link.flow';
import { makePageFlow } from './link/pages.flow';
import { makeMailViewer } from './link/viewMail.flow';
import { makeMailchimpFlow } from './mailchimp/sync.flow';
import { makeMessagingFlow } from './messaging/messaging.flow';
import { makeSegmentFlow } from './segment/audience.flow';
import { systemClock, type Clock } from './shared/clock';
import { systemRandom, type Random } from './shared/random';
import { systemSleep, type Sleep } from './shared/sleep';
import type { SenderProfile } from './shop/senderProfile';
import { checkSendingDomain, makeSendingSetupFlow } from './shop/sendingSetup/sendingSetup.flow';
import { makeShopFlow } from './shop/shop.flow';
import { makeAudienceStore } from './store/audienceQueries';
import { makeBillingStore } from './store/billingQueries';
import { makeBuyerReader } from './store/buyerQueries';
import { makeCampaignStore } from './store/campaignQueries';
import { makeTestStore } from './store/campaignTestQueries';
import { makeSuppressionReader } from './store/consentQueries';
import { makeCampaignControl } from './store/controlQueries';
import { makeContentStore } from './store/contentQueries';
import { makeDeliveryLedger } from './store/deliveryQueries';
import { makeEstimateStore } from './store/estimateQueries';
import { makeDiagnoseStore } from './store/diagnoseQueries';
import { makeFindingStore } from './store/findingQueries';
import { makeHealthStore } from './store/healthQueries';
import { makeImportLog } from './store/importQueries';
import { makeLinkStore } from './store/linkQueries';
import { makeMessagingStore } from './store/messagingQueries';
import { openStore } from './store/openStore';
import { makeOptOutReader } from './store/optOutQueries';
import { makePersonalDataStore } from './store/personalDataQueries';
import { makeReconfirmationReader } from './store/reconfirmationQueries';
import { makeRecordStore } from './store/recordTransaction';
import { makeSecretReader } from './store/secrets';
import { makeSegmentStore } from './store/segmentQueries';
import { makeSendingSetupStore } from './store/sendingSetupQueries';
import { makeSettingStore } from './store/settingQueries';
import { makeShopStore } from './store/shopQueries';
import type { StoreSettings } from './store/storeSettings';
import { makeTemplateFlow } from './template/template.flow';

/** Connects and logs in as sending would; sends nothing. @throws SellerMailError SMTP_UNREACHABLE, SMTP_LOGIN_REFUSED, SMTP_TLS_REQUIRED */
export const testSenderConnection = testSender;

/** Step 1 of setting up sending, for a sender without a shop: SPF, DKIM and DMARC as DNS shows them. */
export const testSendingDomain = async (sender: SenderProfile, { clock, dnsServers }: { clock: Clock; dnsServers?: readonly string[] }) =>
	await checkSendingDomain({ clock, dns: makeDnsResolver({ servers: dnsServers }) }, sender);

/** Reads one page of orders with the credential; changes nothing, renews nothing. @throws SellerMailError ALIEXPRESS_…, INPUT_INVALID */
export const testAliExpressConnection = async (account: AccountInput, clock: Clock): Promise<'works' | 'tokenEnded' | 'notTried'> =>
	await testAccount({ clock, api: aliExpressApi }, account);

export interface CoreOptions {
	store: StoreSettings;
	clock?: Clock;
	random?: Random;
	/** how waiting for somebody else's service is done */
	sleep?: Sleep;
	/** instead of those of the machine, e.g. `1.1.1.1` where an inner DNS shows other records than the world sees */
	dnsServers?: readonly string[];
	/** of tests: instead of the host that the API key names */
	mailchimpUrl?: string;
	/** of kill tests and measurements: stands between the send run and what it sends with */
	wrapSending?: (ports: SendingPorts) => SendingPorts;
}

export interface SendingPorts {
	ledger: DeliveryLedger;
	mailer: Pick<Mailer, 'connect'>;
	/** the mails of one run of this sender */
	beginMaking: (sender: SenderProfile) => MailMaker;
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
	const remoteDeps = { ...deps, sleep: options.sleep ?? systemSleep, settings: makeSettingStore(store, clock) };
	const shops = makeShopFlow({ clock, store: makeShopStore(store) });
	const sendingSetup = makeSendingSetupFlow({ clock, dns: makeDnsResolver({ servers: options.dnsServers }), store: makeSendingSetupStore(store), getShop: shops.get });
	const suppressions = makeSuppressionReader(store);
	const linkStore = makeLinkStore(store, deps);
	const links = makeLinkFlow({ random, store: linkStore });
	const templates = makeTemplateFlow({ clock, store: makeContentStore(store) });
	const recordDeps = { ...deps, shops, suppressions, records: makeRecordStore(store), buyers: makeBuyerReader(store), hashKey: makeSecretReader(store, random, 'store.hashKey') };
	const buyers = { ...makeBuyerFlow(recordDeps), ...makeOrderFlow(recordDeps), ...makeEventFlow(recordDeps), ...makeImportFlow({ ...recordDeps, imports: makeImportLog(store) }) };
	const segments = makeSegmentFlow({ ...recordDeps, segments: makeSegmentStore(store), audiences: makeAudienceStore(store) });
	const campaignStore = makeCampaignStore(store, deps);
	const campaignDeps = { clock, campaigns: campaignStore, tests: makeTestStore(store, deps), readWindows: shops.sitesOf };
	const control = makeCampaignControl(store, deps);
	const mailThreads = makeMailThreads();
	const sending: SendingPorts = { ledger: makeDeliveryLedger(store, deps), mailer: smtpMailer, beginMaking: mailThreads.begin };
	const campaigns = makeCampaignFlow({
		...campaignDeps, links, control, sleep: options.sleep ?? systemSleep, contents: templates, ...(options.wrapSending?.(sending) ?? sending), assertMaySend: sendingSetup.assertMaySend,
		workers: makeWorkerRegistry(random),
		saveMails: templates.saveMails, readAudiencePage: segments.readAudiencePage,
	});
	const consent = {
		...makeConsentFlow({ ...recordDeps, reconfirmations: makeReconfirmationReader(store) }), ...makeSuppressionFlow(recordDeps), ...makeSuppressionFileFlow(recordDeps),
		...makePreferencesFlow(recordDeps), ...makeConfirmFlow(recordDeps), ...makeDoubleOptInFlow({ ...recordDeps, links, campaigns, assertMaySend: sendingSetup.assertMaySend }),
	};
	const pages = makePageFlow({
		clock, links, consent, suppressions, shopNameOf: async (shopId) => (await shops.find(shopId))?.name ?? '',
		viewMail: makeMailViewer({ store: linkStore, links, contents: templates }),
	});
	return {
		clock,
		shops: { ...shops, setUpSending: sendingSetup.setUpSending, sendingSetupOf: sendingSetup.sendingSetupOf },
		buyers,
		aliExpress: {
			/** See `syncOrders`. */
			syncOrders: async (request: OrderSyncRequest): Promise<OrderSyncResult> =>
				await syncOrders({ ...remoteDeps, api: aliExpressApi, upsertOrders: buyers.upsertOrders, assertShop: shops.get }, request),
		},
		consent,
		personalData: makePersonalDataFlow({ ...recordDeps, personalData: makePersonalDataStore(store) }),
		segments,
		links,
		/** Public pages, and a server of their own for them. */
		pages: { ...pages, serve: async (options: ServeOptions): Promise<PageServer> => await startPageServer(pages.answer, options) },
		templates,
		compliance: makeComplianceFlow({
			...deps, links, buyers, findings: makeFindingStore(store), staffLanguageOf: async (shopId) => (await shops.find(shopId))?.staffLanguage ?? 'en',
		}),
		campaigns: {
			...campaigns, ...makeAbTestFlow({ ...campaignDeps, findShop: shops.find }),
			...makeControlFlow({ clock, control, campaigns: campaignStore }), ...makeResendFlow({ clock, control, campaigns: campaignStore }),
			...makeTestSendFlow({ clock, random, links, mailer: smtpMailer, control }),
		},
		billing: makeBillingFlow({
			clock, campaigns: campaignStore, estimates: makeEstimateStore(store), billing: makeBillingStore(store), readWindows: shops.sitesOf, getShop: shops.get,
		}),
		diagnose: makeDiagnoseFlow({ clock, store: makeDiagnoseStore(store), campaigns: campaignStore, getShop: shops.get, readWindows: shops.sitesOf }),
		health: makeHealthFlow({ clock, store: makeHealthStore(store) }),
		mailchimp: makeMailchimpFlow({
			...recordDeps, ...remoteDeps, api: mailchimpApi, optOuts: makeOptOutReader(store), assertShop: shops.get, baseUrl: options.mailchimpUrl,
		}),
		messaging: makeMessagingFlow({ ...deps, store: makeMessagingStore(store), mailer: replyMailer }),
		close: async (): Promise<void> => {
			await mailThreads.close();
			await store.close();
		},
	};
}
