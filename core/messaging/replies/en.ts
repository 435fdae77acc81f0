import type { ReplyLanguage } from './replyLanguage';

export const en: ReplyLanguage = {
	greeting: 'Hello,',
	closing: 'Kind regards,\nCustomer service',
	orderLine: 'Order: {orderId}',
	trackingLine: 'Carrier: {carrier}, tracking number: {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'Thank you for telling us about this. Please do not use the item any more. A colleague is looking at your message now and will answer you here.' },
		a_to_z: { merchant: 'We have received your message about your claim. We are collecting the details of this order and will answer you here.' },
		chargeback: { merchant: 'We have received your message about the payment. A colleague is looking at the details of this order and will answer you here.' },
		address_change: {
			merchant: 'We have received your message about the delivery address. We are checking whether the parcel can still be changed. Please answer here with the full correct address.',
			amazon: 'Amazon stores and ships this order. You can check and change the delivery address in your Amazon account under Your Orders as long as the order is not yet being prepared.',
		},
		cancel: {
			merchant: 'We have received your wish to cancel. We are checking whether the order has already been handed to the carrier and will answer you here.',
			amazon: 'Amazon stores and ships this order. In your Amazon account, under Your Orders, you can see whether it can still be stopped.',
		},
		damaged: {
			merchant: 'We are sorry that the item did not arrive as it should or does not work. Please answer here with a short description and, if possible, a photo of the item and its packaging, so that we can look for the right solution.',
			amazon: 'We are sorry that the item did not arrive as it should or does not work. Amazon shipped this order and handles its returns: please choose the order under Your Orders in your Amazon account and select the return option.',
		},
		wrong_item: {
			merchant: 'We are sorry that you received something else. Please answer here with a photo of the item and of its label, so that we can compare it with your order.',
			amazon: 'We are sorry that you received something else. Amazon shipped this order and handles its returns: please choose the order under Your Orders in your Amazon account and select the return option.',
		},
		item_not_received: {
			merchant: 'We are sorry that your order has not reached you. We are asking the carrier where the parcel is and will answer you here. Please also look with neighbours and at the places where parcels are usually left.',
			amazon: 'We are sorry that your order has not reached you. Amazon delivers this order: under Your Orders in your Amazon account you can see where it is and report a missing parcel.',
		},
		refund: {
			merchant: 'We have received your question about your money. We are checking the state of this order and of the return and will answer you here.',
			amazon: 'We have received your question about your money. Amazon handles returns and payments of this order: you can see the state under Your Orders in your Amazon account.',
		},
		return: {
			merchant: 'You can start the return in your Amazon account: choose the order under Your Orders and select the return option. You then get the address and the next steps. If something is unclear, please answer here.',
			amazon: 'Amazon handles the returns of this order: choose it under Your Orders in your Amazon account and select the return option. You then get the label and the next steps.',
		},
		invoice_vat: { merchant: 'We have received your request for an invoice. We are checking the details of this order and will answer you here. If the invoice should show a company, please send us its name, address and VAT number here.' },
		compatibility: { merchant: 'Thank you for your question. Please tell us the exact name and model of your device, so that we can check whether the item fits.' },
		product_question: { merchant: 'Thank you for your question about the item. We are checking the product data and will answer you here.' },
		positive_thanks: { merchant: 'We are glad to read that everything is in order. Thank you for writing to us.' },
		spam: { merchant: 'This address is for questions about an order.' },
		other: { merchant: 'Thank you for your message. We are looking into it and will answer you here.' },
	},
};
