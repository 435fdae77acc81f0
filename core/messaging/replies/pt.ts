import type { ReplyLanguage } from './replyLanguage';

export const pt: ReplyLanguage = {
	greeting: 'Olá,',
	closing: 'Atenciosamente,\nAtendimento ao cliente',
	orderLine: 'Pedido: {orderId}',
	trackingLine: 'Transportadora: {carrier}, código de rastreio: {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'Obrigado por nos informar. Por favor, não use mais o produto. Um colega está analisando a sua mensagem e responderá a você por aqui.' },
		a_to_z: { merchant: 'Recebemos a sua mensagem sobre a reclamação. Estamos reunindo os dados deste pedido e responderemos a você por aqui.' },
		chargeback: { merchant: 'Recebemos a sua mensagem sobre o pagamento. Um colega está analisando os dados deste pedido e responderá a você por aqui.' },
		address_change: {
			merchant: 'Recebemos a sua mensagem sobre o endereço de entrega. Estamos verificando se o pacote ainda pode ser alterado. Por favor, responda aqui com o endereço completo e correto.',
			amazon: 'A Amazon armazena e envia este pedido. Enquanto ele não estiver em preparação, você pode verificar e alterar o endereço de entrega na sua conta da Amazon, em Seus pedidos.',
		},
		cancel: {
			merchant: 'Recebemos o seu pedido de cancelamento. Estamos verificando se o pacote já foi entregue à transportadora e responderemos a você por aqui.',
			amazon: 'A Amazon armazena e envia este pedido. Na sua conta da Amazon, em Seus pedidos, você pode ver se ainda é possível interromper o envio.',
		},
		damaged: {
			merchant: 'Lamentamos que o produto não esteja em bom estado. Por favor, responda aqui com uma breve descrição e, se possível, uma foto do produto e da embalagem, para procurarmos a solução adequada.',
			amazon: 'Lamentamos que o produto não esteja em bom estado. A Amazon enviou este pedido e cuida das devoluções: escolha o pedido na sua conta da Amazon, em Seus pedidos, e a opção de devolução.',
		},
		wrong_item: {
			merchant: 'Lamentamos que você tenha recebido outro produto. Por favor, responda aqui com uma foto do produto e da etiqueta, para compararmos com o seu pedido.',
			amazon: 'Lamentamos que você tenha recebido outro produto. A Amazon enviou este pedido e cuida das devoluções: escolha o pedido na sua conta da Amazon, em Seus pedidos, e a opção de devolução.',
		},
		item_not_received: {
			merchant: 'Lamentamos que o seu pedido não tenha chegado. Estamos perguntando à transportadora onde está o pacote e responderemos a você por aqui. Por favor, veja também com os vizinhos e no local habitual de entrega.',
			amazon: 'Lamentamos que o seu pedido não tenha chegado. A Amazon entrega este pedido: na sua conta da Amazon, em Seus pedidos, você pode ver onde ele está e informar um pacote que falta.',
		},
		refund: {
			merchant: 'Recebemos a sua pergunta sobre o valor pago. Estamos verificando a situação deste pedido e da devolução e responderemos a você por aqui.',
			amazon: 'Recebemos a sua pergunta sobre o valor pago. A Amazon cuida da devolução e do pagamento deste pedido: você pode ver a situação na sua conta da Amazon, em Seus pedidos.',
		},
		return: {
			merchant: 'Você pode iniciar a devolução na sua conta da Amazon: escolha o pedido em Seus pedidos e a opção de devolução. Depois receberá o endereço e os próximos passos. Se algo não estiver claro, responda aqui.',
			amazon: 'A Amazon cuida das devoluções deste pedido: escolha-o na sua conta da Amazon, em Seus pedidos, e a opção de devolução. Depois você receberá a etiqueta e os próximos passos.',
		},
		invoice_vat: { merchant: 'Recebemos a sua solicitação de nota fiscal. Estamos verificando os dados deste pedido e responderemos a você por aqui. Se a nota for para uma empresa, envie por aqui o nome, o endereço e o CNPJ.' },
		compatibility: { merchant: 'Obrigado pela sua pergunta. Por favor, informe o nome exato e o modelo do seu aparelho, para verificarmos se o produto serve.' },
		product_question: { merchant: 'Obrigado pela sua pergunta sobre o produto. Estamos consultando os dados do produto e responderemos a você por aqui.' },
		positive_thanks: { merchant: 'Ficamos felizes em saber que está tudo em ordem. Obrigado pela sua mensagem.' },
		spam: { merchant: 'Este endereço é para perguntas sobre um pedido.' },
		other: { merchant: 'Obrigado pela sua mensagem. Estamos analisando e responderemos a você por aqui.' },
	},
};
