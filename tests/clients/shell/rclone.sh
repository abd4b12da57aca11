# rclone: big files in several streams, folders checked byte by byte, and old uploads cleaned up by their age.
set -euo pipefail

export RCLONE_CONFIG=/dev/null RCLONE_RETRIES=1 RCLONE_LOW_LEVEL_RETRIES=1
remote=":s3,provider=${PROVIDER:-Other},env_auth=true,region=$AWS_REGION,force_path_style=true,endpoint='$AWS_ENDPOINT_URL',"
# Older ones say `private` where nobody says anything, which buckets without ACLs refuse.
remote+="acl=bucket-owner-full-control,upload_cutoff=6Mi,chunk_size=5Mi,upload_concurrency=4"

mkdir -p tree/deep
head -c 23456789 /dev/urandom > tree/big
echo one > "tree/a b+c&d.txt"
echo two > "tree/deep/ü.txt"
: > tree/empty
rclone copy tree "$remote:$BUCKET/tree"
rclone check --download tree "$remote:$BUCKET/tree"
rclone check tree "$remote:$BUCKET/tree"
for file in big "a b+c&d.txt" deep/ü.txt empty; do
  echo "stored tree/$file $(sha256sum "tree/$file" | cut -d ' ' -f 1)"
done
rclone copy --multi-thread-streams 4 --multi-thread-cutoff 8M "$remote:$BUCKET/tree" back
diff --recursive tree back
rclone cat "$remote:$BUCKET/tree/big" --offset 1000000 --count 100 | cmp - <(tail -c +1000001 tree/big | head -c 100)
rclone rcat "$remote:$BUCKET/streamed" < tree/big
echo "stored streamed $(sha256sum tree/big | cut -d ' ' -f 1)"
rclone copyto "$remote:$BUCKET/streamed" "$remote:$BUCKET/copied"
echo "stored copied $(sha256sum tree/big | cut -d ' ' -f 1)"
rm tree/deep/ü.txt
rclone sync tree "$remote:$BUCKET/synced"
rclone lsf --recursive "$remote:$BUCKET/synced" | sort | tr '\n' ' ' | grep '^a b+c&d.txt big empty $' > /dev/null
rclone deletefile "$remote:$BUCKET/tree/deep/ü.txt"
test -z "$(rclone lsf "$remote:$BUCKET/tree/deep")"
rclone purge "$remote:$BUCKET/synced"
if AWS_SECRET_ACCESS_KEY=wrong rclone lsd "$remote:" 2> error; then exit 1; fi
grep --quiet SignatureDoesNotMatch error
