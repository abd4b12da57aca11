# `aws s3api`: an upload in parts by hand, given up and listed, and the codes of errors.
set -euo pipefail

aws configure set default.s3.addressing_style path
head -c 7000000 /dev/urandom > big
head -c 5242880 big > one
tail -c +5242881 big > two

id=$(aws s3api create-multipart-upload --bucket "$BUCKET" --key "by hand/ü" --query UploadId --output text)
for number in 1 2; do
  part=$(test $number = 1 && echo one || echo two)
  tag=$(aws s3api upload-part --bucket "$BUCKET" --key "by hand/ü" --upload-id "$id" --part-number $number --body $part \
    --query ETag --output text)
  echo "{\"PartNumber\": $number, \"ETag\": $tag}" > part-$number.json
done
test "$(aws s3api list-parts --bucket "$BUCKET" --key "by hand/ü" --upload-id "$id" --query 'Parts[].Size' --output text)" \
  = "$(printf '5242880\t1757120')"
echo "{\"Parts\": [$(cat part-1.json), $(cat part-2.json)]}" > parts.json
aws s3api complete-multipart-upload --bucket "$BUCKET" --key "by hand/ü" --upload-id "$id" --multipart-upload file://parts.json \
  > completed.json
grep --quiet -- '-2\\""' completed.json
aws s3api get-object --bucket "$BUCKET" --key "by hand/ü" down > /dev/null
cmp big down
echo "stored by hand/ü $(sha256sum big | cut -d ' ' -f 1)"

forgotten=$(aws s3api create-multipart-upload --bucket "$BUCKET" --key forgotten --query UploadId --output text)
aws s3api upload-part --bucket "$BUCKET" --key forgotten --upload-id "$forgotten" --part-number 1 --body one > /dev/null
test "$(aws s3api list-multipart-uploads --bucket "$BUCKET" --query 'Uploads[].UploadId' --output text)" = "$forgotten"
aws s3api abort-multipart-upload --bucket "$BUCKET" --key forgotten --upload-id "$forgotten"
test "$(aws s3api list-multipart-uploads --bucket "$BUCKET" --query 'Uploads' --output text)" = None
if aws s3api list-parts --bucket "$BUCKET" --key forgotten --upload-id "$forgotten" 2> error; then exit 1; fi
grep --quiet 'NoSuchUpload' error
if aws s3api head-object --bucket "$BUCKET" --key forgotten 2> error; then exit 1; fi
grep --quiet 404 error
if AWS_SECRET_ACCESS_KEY=wrong aws s3api list-buckets 2> error; then exit 1; fi
grep --quiet SignatureDoesNotMatch error
