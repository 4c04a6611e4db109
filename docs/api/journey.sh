#!/usr/bin/env bash
# One list, from its first wish to the purchased gift, with nothing but the REST API: curl and jq.
#
#     EWELISTS_URL=http://127.0.0.1:3000 EWELISTS_TOKEN=ewl_... docs/api/journey.sh
#
# The token needs the scopes lists:read and lists:write. This is for real: it makes a list, and a mail
# goes to GIVER_EMAIL.
set -euo pipefail

: "${EWELISTS_URL:?Say where the site is}"
: "${EWELISTS_TOKEN:?Make a token on the account page, or with: ewelists token make}"
giver=${GIVER_EMAIL:-karl@example.org}
api=${EWELISTS_URL%/}/api/v1
run=$(date +%s)-$$

say() { printf '\n%s\n' "$*" >&2; }

# ask METHOD PATH [BODY]: prints the answer, or ends with what is wrong.
ask() {
    local options=(--silent --show-error --fail-with-body --request "$1")
    [ -z "${3:-}" ] || options+=(--json "$3")
    # If the network hiccups and a request is sent again under the same key, it still happens only once.
    [ "$1" != POST ] || options+=(--retry 3 --header "Idempotency-Key: journey-$run-$(cksum <<<"$*" | cut -d' ' -f1)")
    # Headers come from standard input, so that the token appears in no list of processes.
    curl "${options[@]}" --header @- "$api$2"
}
owner() { ask "$@" <<<"Authorization: Bearer $EWELISTS_TOKEN"; }
guest() { ask "$@" </dev/null; }

say "Who am I?"
owner GET /lists | jq .user

say "A list. It is open at once, and its share token is all that givers need."
made=$(owner POST /lists '{
    "title": "Ida is one",
    "description": "She loves anything with wheels.",
    "occasion": "Birthday",
    "imageUrl": "",
    "eventDate": "31 October 2031"
}')
jq . <<<"$made"
list=$(jq -r .listId <<<"$made")
share=$(jq -r .shareToken <<<"$made")

say "A gift that no catalogue knows: first what it is, then the wish for it."
product=$(owner POST /notfound '{
    "brand": "Holzkiste",
    "details": "Wooden train with two wagons",
    "url": "https://holzkiste.example/train-'"$run"'",
    "price": "34.90"
}' | jq -r .productId)
owner POST "/lists/$list/product/$product" '{ "quantity": 2, "productType": "notfound", "notes": "Any colour." }' | jq .

say "The link for family and friends: ${EWELISTS_URL%/}/l/$share"
say "What they see, without a token:"
guest GET "/lists/$share/shared" | jq '{ title: .list.title, products }'

say "Karl reserves one. The manage token that he gets is his alone."
email=$(jq -rn --arg email "$giver" '$email | @uri')
reserved=$(guest POST "/lists/$share/reserve/$product/email/$email" '{ "name": "Karl", "quantity": 1 }')
jq 'keys' <<<"$reserved"
manage=$(jq -r .manage_token <<<"$reserved")

say "He takes both after all."
guest PUT "/lists/reserve/$manage/email/$email" '{ "quantity": 2 }' | jq .

say "And buys them."
guest PUT "/lists/purchase/$manage/email/$email" | jq .
guest GET "/lists/reservation/$manage" | jq '{ state, quantity, listTitle }'

say "What the others see now:"
guest GET "/lists/$share/shared" | jq .products
