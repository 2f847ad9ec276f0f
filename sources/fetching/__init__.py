"""Fetching one web address at a time: politely, within limits, and never from inside the house.

`configured.configured_client()` makes a client from the settings, `client.Client.fetch` fetches, and
`conditional` keeps what the next fetch of an address needs. Only these two, `configured` and `conditional`, know
Django; time, name resolution and sockets come in through `network.Network`.
"""
