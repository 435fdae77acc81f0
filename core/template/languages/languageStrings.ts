/**
 * Everything the product says to buyers in one language. Texts are Handlebars without HTML; what stands in {{ }} is listed
 * beside each. Short and concrete; no promise the data doesn't back.
 */
export interface LanguageStrings {
	/** what `mail.language` says and what buyers' languages are matched with: `es` */
	language: string;
	/** the language's own name */
	name: string;
	/** for `<html lang>` and for money and dates when the buyer's own tag has no region */
	locale: string;
	direction: 'ltr' | 'rtl';
	/** {{name}} */
	greeting: string;
	greetingWithoutName: string;
	/** {{count}}: product lines that are not listed */
	moreItems: string;
	/** {{brand.phone}} */
	phone: string;
	/** small, above a marketing mail */
	viewInBrowser: string;
	footer: {
		/** {{brand.company}} */
		marketingReason: string;
		/** {{brand.company}} */
		transactionalReason: string;
		unsubscribe: string;
		/** {{brand.contactEmail}} */
		contactEmail: string;
		/** {{brand.registrationNumber}} */
		registrationNumber: string;
		/** {{brand.vatNumber}} */
		vatNumber: string;
		/** {{brand.legalRepresentative}} */
		legalRepresentative: string;
	};
	pages: PageStrings;
	abandonedCart: {
		/** {{total}} */
		subjectWithTotal: string;
		subject: string;
		/** {{product}} */
		preheaderWithProduct: string;
		preheader: string;
		heading: string;
		intro: string;
		total: string;
		button: string;
		note: string;
	};
	repurchaseReminder: {
		/** {{product}}; the benefit comes first, product names are long */
		subjectWithProduct: string;
		subject: string;
		/** {{lastOrder}} */
		preheader: string;
		heading: string;
		/** {{product}} {{lastOrder}} */
		introWithProduct: string;
		/** {{lastOrder}} */
		intro: string;
		itemsTitle: string;
		button: string;
	};
	logisticsUpdate: {
		states: Record<OrderState, OrderStateStrings>;
		orderId: string;
		placedOn: string;
		expectedDelivery: string;
		carrier: string;
		trackingNumber: string;
		button: string;
		/** {{brand.phone}} */
		help: string;
	};
	/** Words around products, in every template. */
	products: {
		/** {{stock}}: 1 to 20; a wording that fits every number ("Left in stock: 3" where plurals differ) */
		stockLeft: string;
		/** label of the struck price, which follows; behind a colon in plain text */
		oldPrice: string;
		/** {{price}}; for a price reduction in the EU */
		lowestPrice: string;
	};
	/** Labels of an offer's conditions; the value follows. */
	offer: {
		code: string;
		minimum: string;
		startsOn: string;
		/** the last day on which it holds */
		endsOn: string;
	};
	seasonalPromotion: {
		/** {{discount}}: `20%`; {{title}}: the offer's, or `heading` */
		subjectWithDiscount: string;
		/** {{price}}: the lowest; {{title}} */
		subjectWithPrice: string;
		/** {{endsOn}} */
		preheaderWithEnd: string;
		preheader: string;
		/** also stands for {{title}} where the offer has none */
		heading: string;
		intro: string;
		button: string;
		note: string;
	};
	lowStock: {
		/** {{stock}}: 1 to 20, fits every number; {{price}} {{product}} */
		subject: string;
		preheader: string;
		heading: string;
		/** of one product or several */
		intro: string;
		button: string;
		note: string;
	};
	backInStock: {
		/** {{price}} {{product}} */
		subjectWithPrice: string;
		/** {{product}}; holds a `service` phrase of core/data/contentTerms.json ("back in stock") */
		subject: string;
		preheader: string;
		heading: string;
		intro: string;
		button: string;
		note: string;
	};
	priceDrop: {
		/** {{price}} {{oldPrice}} {{product}} */
		subject: string;
		/** {{discount}}: `20%` */
		preheaderWithDiscount: string;
		preheader: string;
		heading: string;
		/** of one product or several */
		intro: string;
		button: string;
		note: string;
	};
	browseReminder: {
		/** {{price}}: the lowest of what was looked at */
		subjectWithPrice: string;
		/** holds a `service` phrase of core/data/contentTerms.json ("saved the products") */
		subject: string;
		/** {{product}}: one of them */
		preheader: string;
		heading: string;
		intro: string;
		button: string;
		note: string;
	};
	newArrivals: {
		/** {{price}}: of this product; {{product}} */
		subject: string;
		preheader: string;
		heading: string;
		/** of one product or several */
		intro: string;
		button: string;
		note: string;
	};
	winBack: {
		/** {{discount}}: `20%` */
		subjectWithDiscount: string;
		/** holds a `service` phrase of core/data/contentTerms.json ("help you choose") */
		subject: string;
		/** {{code}} */
		preheaderWithCode: string;
		/** {{brand.phone}} */
		preheader: string;
		heading: string;
		/** {{lastOrder}} */
		introWithDate: string;
		intro: string;
		/** {{brand.phone}} */
		help: string;
		button: string;
		/** the unsubscribe link stands at the end of the mail */
		note: string;
	};
	loyaltyThankYou: {
		/** {{discount}}: `20%` */
		subjectWithDiscount: string;
		/** holds a `service` phrase of core/data/contentTerms.json ("personal help") */
		subject: string;
		/** {{code}} */
		preheaderWithCode: string;
		preheader: string;
		heading: string;
		/** true after one order as well as after many */
		intro: string;
		/** label; the date of the first order follows */
		since: string;
		/** label; a number follows */
		orders: string;
		/** {{brand.phone}} */
		help: string;
		button: string;
	};
	/** Service, not advertising: nothing to buy, no request for a review. */
	deliveryAndCare: {
		/** {{orderId}} */
		subject: string;
		preheader: string;
		heading: string;
		intro: string;
		orderId: string;
		deliveredOn: string;
		careTitle: string;
		care: string;
		helpTitle: string;
		/** {{brand.phone}} */
		help: string;
		returnsTitle: string;
		returns: string;
		/** opens instructions, when the data has their address */
		button: string;
	};
	confirmSubscription: {
		subject: string;
		preheader: string;
		heading: string;
		/** {{brand.company}} */
		intro: string;
		email: string;
		requestedAt: string;
		source: string;
		wording: string;
		button: string;
		/** {{validUntil}} */
		validUntil: string;
		ignore: string;
		/** {{brand.company}}; instead of the reason that order mail has */
		footerReason: string;
	};
}

/** Texts of the public pages behind the links in mails; variables are replaced by the page, not by Handlebars. */
export interface PageStrings {
	unsubscribeTitle: string;
	unsubscribeQuestion: string;
	unsubscribeButton: string;
	unsubscribedTitle: string;
	unsubscribedText: string;
	invalidTitle: string;
	invalidText: string;
	settingsTitle: string;
	pauseTitle: string;
	pauseText: string;
	/** {{days}}: 30 or 90 */
	pauseDays: string;
	pauseButton: string;
	pausedTitle: string;
	/** {{date}} */
	pausedText: string;
	resumeButton: string;
	resumedText: string;
	languageTitle: string;
	languageButton: string;
	/** {{language}}: its own name */
	languageSavedText: string;
	subscribeTitle: string;
	/** {{shop}}; kept as evidence of what the buyer agreed to */
	subscribeWording: string;
	subscribeButton: string;
	subscribedTitle: string;
	subscribedText: string;
	/** no page can undo it: bounce, complaint */
	stoppedText: string;
	confirmTitle: string;
	/** {{shop}} */
	confirmText: string;
	confirmButton: string;
	confirmedTitle: string;
	confirmedText: string;
	expiredTitle: string;
	/** {{date}} */
	expiredText: string;
	/** he has said no after he had asked */
	outdatedText: string;
	unavailableTitle: string;
	unavailableText: string;
}

export const ORDER_STATES = ['paid', 'shipped', 'late', 'delivered', 'returned'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

interface OrderStateStrings {
	/** {{orderId}} */
	subject: string;
	preheader: string;
	heading: string;
	text: string;
}
