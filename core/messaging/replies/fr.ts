import type { ReplyLanguage } from './replyLanguage';

export const fr: ReplyLanguage = {
	greeting: 'Bonjour,',
	closing: 'Cordialement,\nLe service client',
	orderLine: 'Commande : {orderId}',
	trackingLine: 'Transporteur : {carrier}, numéro de suivi : {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'Merci de nous en avoir informés. Veuillez ne plus utiliser l’article. Un collègue examine votre message et vous répondra ici.' },
		a_to_z: { merchant: 'Nous avons bien reçu votre message au sujet de votre réclamation. Nous réunissons les informations sur cette commande et vous répondrons ici.' },
		chargeback: { merchant: 'Nous avons bien reçu votre message au sujet du paiement. Un collègue examine cette commande et vous répondra ici.' },
		address_change: {
			merchant: 'Nous avons bien reçu votre message au sujet de l’adresse de livraison. Nous vérifions si le colis peut encore être modifié. Veuillez répondre ici avec l’adresse complète et correcte.',
			amazon: 'Cette commande est stockée et expédiée par Amazon. Tant qu’elle n’est pas en préparation, vous pouvez vérifier et modifier l’adresse de livraison dans votre compte Amazon, sous Vos commandes.',
		},
		cancel: {
			merchant: 'Nous avons bien reçu votre souhait d’annulation. Nous vérifions si la commande a déjà été remise au transporteur et vous répondrons ici.',
			amazon: 'Cette commande est stockée et expédiée par Amazon. Dans votre compte Amazon, sous Vos commandes, vous pouvez voir si elle peut encore être arrêtée.',
		},
		damaged: {
			merchant: 'Nous sommes désolés que l’article ne soit pas en bon état. Veuillez répondre ici avec une courte description et, si possible, une photo de l’article et de son emballage, pour que nous cherchions la bonne solution.',
			amazon: 'Nous sommes désolés que l’article ne soit pas en bon état. Amazon a expédié cette commande et traite les retours : choisissez la commande dans votre compte Amazon, sous Vos commandes, puis le retour.',
		},
		wrong_item: {
			merchant: 'Nous sommes désolés que vous ayez reçu autre chose. Veuillez répondre ici avec une photo de l’article et de son étiquette, pour que nous les comparions avec votre commande.',
			amazon: 'Nous sommes désolés que vous ayez reçu autre chose. Amazon a expédié cette commande et traite les retours : choisissez la commande dans votre compte Amazon, sous Vos commandes, puis le retour.',
		},
		item_not_received: {
			merchant: 'Nous sommes désolés que votre commande ne vous soit pas parvenue. Nous demandons au transporteur où se trouve le colis et vous répondrons ici. Veuillez regarder aussi chez vos voisins et à l’endroit habituel de dépôt.',
			amazon: 'Nous sommes désolés que votre commande ne vous soit pas parvenue. Amazon livre cette commande : dans votre compte Amazon, sous Vos commandes, vous pouvez voir où elle est et signaler un colis manquant.',
		},
		refund: {
			merchant: 'Nous avons bien reçu votre question au sujet de votre argent. Nous vérifions l’état de cette commande et du retour et vous répondrons ici.',
			amazon: 'Nous avons bien reçu votre question au sujet de votre argent. Amazon traite le retour et le paiement de cette commande : vous pouvez voir l’état dans votre compte Amazon, sous Vos commandes.',
		},
		return: {
			merchant: 'Vous pouvez commencer le retour dans votre compte Amazon : choisissez la commande sous Vos commandes, puis le retour. Vous recevrez ensuite l’adresse et les étapes suivantes. Si quelque chose n’est pas clair, répondez ici.',
			amazon: 'Amazon traite les retours de cette commande : choisissez-la dans votre compte Amazon, sous Vos commandes, puis le retour. Vous recevrez ensuite l’étiquette et les étapes suivantes.',
		},
		invoice_vat: { merchant: 'Nous avons bien reçu votre demande de facture. Nous vérifions les informations de cette commande et vous répondrons ici. Si la facture doit être au nom d’une société, envoyez-nous ici son nom, son adresse et son numéro de TVA.' },
		compatibility: { merchant: 'Merci pour votre question. Veuillez nous indiquer le nom exact et le modèle de votre appareil, pour que nous vérifiions si l’article convient.' },
		product_question: { merchant: 'Merci pour votre question sur l’article. Nous consultons les données du produit et vous répondrons ici.' },
		positive_thanks: { merchant: 'Nous sommes heureux de lire que tout est en ordre. Merci pour votre message.' },
		spam: { merchant: 'Cette adresse est réservée aux questions sur une commande.' },
		other: { merchant: 'Merci pour votre message. Nous l’examinons et vous répondrons ici.' },
	},
};
