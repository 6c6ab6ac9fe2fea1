"""The native API's requests and answers, as models: the server and the client share them."""
