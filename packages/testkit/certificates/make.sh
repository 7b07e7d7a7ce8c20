#!/bin/sh
# Makes the certificates anew, valid from 2020 to 2120 whatever the clock says.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
touch "$work/index"
cat > "$work/ca.conf" <<END
[ca]
default_ca = tests
[tests]
database = $work/index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:true
[server]
subjectAltName = DNS:localhost,IP:127.0.0.1
[client]
basicConstraints = CA:false
END

# make NAME SUBJECT EXTENSIONS SIGNER-OPTIONS…
make() {
  name=$1 subject=$2 extensions=$3
  shift 3
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -keyout "$name.key" -subj "/CN=$subject" -out "$work/$name.csr"
  openssl ca -batch -notext -config "$work/ca.conf" -extensions "$extensions" \
    -startdate 20200101000000Z -enddate 21200101000000Z -in "$work/$name.csr" -out "$name.pem" "$@"
}

make ca 'Windhover tests' authority -selfsign -keyfile ca.key
make server localhost server -cert ca.pem -keyfile ca.key
make client 'alert sender' client -cert ca.pem -keyfile ca.key
make stranger stranger client -selfsign -keyfile stranger.key
rm ca.key
