# rclone gives up what was begun more than a day ago, by the dates that it is told.
set -euo pipefail

export RCLONE_CONFIG=/dev/null RCLONE_RETRIES=1
remote=":s3,provider=Other,env_auth=true,region=$AWS_REGION,force_path_style=true,endpoint='$AWS_ENDPOINT_URL'"
rclone backend list-multipart-uploads "$remote:$BUCKET" > uploads.json
grep --count UploadId uploads.json | sed 's/^/uploads /'
rclone cleanup "$remote:$BUCKET"
