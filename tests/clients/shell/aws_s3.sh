# `aws s3`: big files both ways, streams, folders kept in step, moves and addresses.
set -euo pipefail

stored() { echo "stored $1 $(sha256sum "$2" | cut -d ' ' -f 1)"; }

aws configure set default.s3.addressing_style path
aws configure set default.s3.multipart_chunksize 5MB
# Addresses are signed by version 2 else, which new buckets refuse.
aws configure set default.s3.signature_version s3v4
head -c 23456789 /dev/urandom > big
aws s3 cp --no-progress big "s3://$BUCKET/big" --metadata by=cli
stored big big
aws s3 cp --no-progress "s3://$BUCKET/big" down
cmp big down
aws s3 cp --no-progress - "s3://$BUCKET/streamed" < big
stored streamed big
aws s3 cp --no-progress "s3://$BUCKET/streamed" - | cmp - big
aws s3 cp --no-progress "s3://$BUCKET/big" "s3://$BUCKET/copied"
stored copied big

mkdir -p tree/deep
echo one > "tree/a b+c.txt"
echo two > "tree/deep/ü.txt"
# S3 tells whole seconds: what was written in the second of its upload would be newer than what was uploaded.
touch --date '1 minute ago' "tree/a b+c.txt" "tree/deep/ü.txt"
aws s3 sync --no-progress tree "s3://$BUCKET/tree"
stored "tree/a b+c.txt" "tree/a b+c.txt"
stored "tree/deep/ü.txt" "tree/deep/ü.txt"
aws s3 sync --no-progress "s3://$BUCKET/tree" back
diff --recursive tree back
rm tree/deep/ü.txt
test -z "$(aws s3 sync --no-progress tree "s3://$BUCKET/tree")"
aws s3 sync --no-progress --delete tree "s3://$BUCKET/tree" | grep "delete: " > /dev/null
aws s3 ls --recursive "s3://$BUCKET/tree/" | grep --count . | grep '^1$' > /dev/null

aws s3 mv --no-progress "s3://$BUCKET/copied" "s3://$BUCKET/moved"
stored moved big
address=$(aws s3 presign "s3://$BUCKET/moved" --expires-in 600)
python3 -c 'import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1]).read())' "$address" | cmp - big
aws s3 mb s3://another
aws s3 rb s3://another
aws s3 ls | grep "$BUCKET" > /dev/null
echo deleted copied
